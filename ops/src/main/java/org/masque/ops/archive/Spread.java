package org.masque.ops.archive;

/** Mean, least and most of a number over some steps, which may weigh differently. */
final class Spread {
    private double sum;
    private double weight;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    /** Takes in the number of one step; one that is not finite is left out. */
    void add(double value, double ofWeight) {
        if (Double.isFinite(value) && Double.isFinite(ofWeight)) {
            sum += value * ofWeight;
            weight += ofWeight;
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
    }

    /** Takes in other steps. */
    void add(Spread other) {
        sum += other.sum;
        weight += other.weight;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
    }

    /** NaN if no step had the number. */
    float mean() {
        return weight > 0 ? (float) (sum / weight) : Float.NaN;
    }

    float least() {
        return Double.isInfinite(least) ? Float.NaN : (float) least;
    }

    float most() {
        return Double.isInfinite(most) ? Float.NaN : (float) most;
    }
}
