package org.masque.ops.compare;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.masque.model.picture.ChartCurve;
import org.masque.model.picture.CurveChart;

/** The curves of a report: accuracy and loss, against images seen and against time. */
enum Curve {
    ACCURACY_BY_IMAGES("accuracy-images.png", "Accuracy against images seen"),
    ACCURACY_BY_TIME("accuracy-minutes.png", "Accuracy against minutes of training"),
    LOSS_BY_IMAGES("loss-images.png", "Loss against images seen"),
    LOSS_BY_TIME("loss-minutes.png", "Loss against minutes of training");

    private static final String IMAGES = "images seen";
    private static final String MINUTES = "minutes of training";
    private static final double PERCENT = 100;
    private static final double MINUTE = 60;

    private final String file;
    private final String title;

    Curve(String file, String title) {
        this.file = file;
        this.title = title;
    }

    /** The name of the picture. */
    String file() {
        return file;
    }

    String title() {
        return title;
    }

    /** Draws the curve of every contender. */
    byte[] png(Findings findings) {
        String measure = findings.measures().get(0);
        return switch (this) {
            case ACCURACY_BY_IMAGES ->
                chart(
                        findings,
                        IMAGES,
                        "accuracy in percent: " + measure,
                        run -> accuracy(run, measure, RunFigures.Point::images));
            case ACCURACY_BY_TIME ->
                chart(
                        findings,
                        MINUTES,
                        "accuracy in percent: " + measure,
                        run -> accuracy(run, measure, point -> point.seconds() / MINUTE));
            case LOSS_BY_IMAGES -> chart(findings, IMAGES, "loss", run -> loss(run, RunFigures.Loss::images));
            case LOSS_BY_TIME -> chart(findings, MINUTES, "loss", run -> loss(run, point -> point.seconds() / MINUTE));
        };
    }

    private byte[] chart(Findings findings, String xTitle, String yTitle, Function<RunFigures, ChartCurve.Run> points) {
        List<ChartCurve> curves = findings.contenders().stream()
                .map(contender -> new ChartCurve(
                        contender, findings.of(contender).stream().map(points).toList()))
                .toList();
        return new CurveChart(title, xTitle, yTitle, curves).png();
    }

    // Beginning with the untrained network.
    private static ChartCurve.Run accuracy(RunFigures run, String measure, ToDoubleFunction<RunFigures.Point> place) {
        int points = run.points().size();
        double[] x = new double[points + 1];
        double[] y = new double[points + 1];
        y[0] = percent(run.untrained(), measure);
        for (int each = 0; each < points; each++) {
            x[each + 1] = place.applyAsDouble(run.points().get(each));
            y[each + 1] = percent(run.points().get(each).accuracies(), measure);
        }
        return new ChartCurve.Run(x, y);
    }

    private static double percent(Map<String, Double> accuracies, String measure) {
        return PERCENT * accuracies.getOrDefault(measure, Double.NaN);
    }

    private static ChartCurve.Run loss(RunFigures run, ToDoubleFunction<RunFigures.Loss> place) {
        return new ChartCurve.Run(
                run.losses().stream().mapToDouble(place).toArray(),
                run.losses().stream().mapToDouble(RunFigures.Loss::loss).toArray());
    }
}
