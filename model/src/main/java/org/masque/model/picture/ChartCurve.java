package org.masque.model.picture;

import java.util.List;

/**
 * One curve of a chart: some runs of the same thing, drawn thin, and their mean, drawn thick.
 *
 * @param name for the legend
 * @param runs at least one, each with at least one point
 */
public record ChartCurve(String name, List<Run> runs) {
    /**
     * The points of one run.
     *
     * @param x ascending
     * @param y as many
     */
    public record Run(double[] x, double[] y) {
        public Run {
            if (x.length == 0 || x.length != y.length) {
                throw new IllegalArgumentException(x.length + " places with " + y.length + " values");
            }
        }
    }

    public ChartCurve {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("the curve " + name + " has no run");
        }
    }

    /** Point by point the mean of the runs, as far as all of them go. */
    Run mean() {
        int points = runs.stream().mapToInt(run -> run.x().length).min().orElseThrow();
        double[] x = new double[points];
        double[] y = new double[points];
        for (Run run : runs) {
            for (int point = 0; point < points; point++) {
                x[point] += run.x()[point] / runs.size();
                y[point] += run.y()[point] / runs.size();
            }
        }
        return new Run(x, y);
    }
}
