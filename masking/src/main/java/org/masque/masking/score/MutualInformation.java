package org.masque.masking.score;

/** Mutual information of two labellings, from how often their labels meet. */
final class MutualInformation {
    private MutualInformation() {}

    /**
     * Mutual information divided by the mean of both entropies (Strehl and Ghosh, JMLR 3, 2002, with the arithmetic
     * mean), 0 to 1.
     *
     * <p>Where one labelling is constant it says nothing: 0; where both are, they agree: 1.
     *
     * @param joint weights of at least 0, [one label][other label], not all 0
     */
    static double normalized(double[][] joint) {
        double[] rows = new double[joint.length];
        double[] columns = new double[joint[0].length];
        double total = 0;
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                rows[row] += joint[row][column];
                columns[column] += joint[row][column];
                total += joint[row][column];
            }
        }
        double first = entropy(rows, total);
        double second = entropy(columns, total);
        if (first + second == 0) {
            return 1;
        }
        double both = 0;
        for (double[] row : joint) {
            both += entropy(row, total);
        }
        return Math.max(0, Math.min(1, 2 * (first + second - both) / (first + second)));
    }

    private static double entropy(double[] weights, double total) {
        double entropy = 0;
        for (double weight : weights) {
            if (weight > 0) {
                entropy -= weight / total * Math.log(weight / total);
            }
        }
        return entropy;
    }
}
