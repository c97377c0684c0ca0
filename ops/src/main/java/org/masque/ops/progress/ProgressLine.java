package org.masque.ops.progress;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A snapshot as text: pure formatting, the same in every locale. */
public final class ProgressLine {
    private ProgressLine() {}

    /** The figures and a bar; what is needed least is added with the highest rank. */
    static FittedLine of(ProgressSnapshot progress) {
        return new FittedLine()
                .add(0, "step " + progress.step() + "/" + progress.totalSteps())
                .bar(4, progress.totalSteps() == 0 ? 1 : (double) progress.step() / progress.totalSteps())
                .add(5, String.format(Locale.ROOT, "epoch %.2f", progress.epoch()))
                .add(2, "smoothed loss " + loss(progress.loss()))
                .add(3, rate(progress.imagesPerSecond()) + " images/s")
                .add(1, left(progress.left()))
                .add(6, waits(progress))
                .add(7, mapsAge(progress.mapsAgeEpochs()));
    }

    private static String left(@Nullable Duration left) {
        return left == null ? "" : "left " + clock(left);
    }

    private static String waits(ProgressSnapshot progress) {
        return "waited " + percent(progress.dataWaitShare()) + " for data, " + percent(progress.maskWaitShare())
                + " for masks";
    }

    private static String mapsAge(double epochs) {
        return Double.isNaN(epochs) ? "" : String.format(Locale.ROOT, "maps %.1f epochs old", epochs);
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "not finite" : String.format(Locale.ROOT, "%.4f", loss);
    }

    // Two digits are enough below ten images a second, none are wanted above.
    private static String rate(double imagesPerSecond) {
        return String.format(Locale.ROOT, imagesPerSecond < 10 ? "%.2f" : "%.0f", imagesPerSecond);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** A duration as days, hours, minutes and seconds. */
    public static String clock(Duration duration) {
        String days = duration.toDays() > 0 ? duration.toDays() + "d " : "";
        return days
                + String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        duration.toHoursPart(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart());
    }
}
