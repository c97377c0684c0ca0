package org.masque.ops.progress;

import java.time.Duration;
import java.util.Locale;

/** A snapshot as text: pure formatting, the same in every locale. */
public final class ProgressLine {
    private ProgressLine() {}

    /** Everything, for a line of its own. */
    public static String whole(ProgressSnapshot progress) {
        return String.format(Locale.ROOT, "step %d/%d  ", progress.step(), progress.totalSteps()) + details(progress);
    }

    /** What a progress bar does not show by itself. */
    public static String details(ProgressSnapshot progress) {
        String text = String.format(
                Locale.ROOT,
                "epoch %.2f  smoothed loss %s  %s images/s  left %s  waited %s for data, %s for masks",
                progress.epoch(),
                loss(progress.loss()),
                rate(progress.imagesPerSecond()),
                clock(progress.left()),
                percent(progress.dataWaitShare()),
                percent(progress.maskWaitShare()));
        return Double.isNaN(progress.mapsAgeEpochs())
                ? text
                : text + String.format(Locale.ROOT, "  maps %.1f epochs old", progress.mapsAgeEpochs());
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

    private static String clock(Duration duration) {
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
