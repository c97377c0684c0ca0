package org.masque.ops.run;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;

/**
 * Says when training waits for images most of the time, and which knob to turn. It looks at a window of steps, and says
 * it once in twenty windows: half a minute, and ten.
 */
final class LoaderAdvice implements TrainingObserver {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final int SILENT_WINDOWS = 20;
    private static final double TOO_MUCH = 0.5;
    // What one step counts at most, of a window: a single slow one, as the first, says nothing.
    private static final double LONGEST = 0.1;

    private final Consumer<String> warn;
    private final int loaders;
    private final long window;
    private long steps;
    private long waited;
    private long silent;

    /**
     * Advice for a run.
     *
     * @param loaders that it has
     * @param warn takes the advice
     */
    LoaderAdvice(int loaders, Consumer<String> warn) {
        this(loaders, warn, WINDOW);
    }

    /** As above, over another window. */
    LoaderAdvice(int loaders, Consumer<String> warn, Duration window) {
        this.loaders = loaders;
        this.warn = warn;
        this.window = window.toNanos();
    }

    @Override
    public void stepApplied(StepReport report) {
        double counted =
                Math.min(1, LONGEST * window / Math.max(1, report.times().step()));
        steps += (long) (counted * report.times().step());
        waited += (long) (counted * report.times().waitedForData());
        silent = Math.max(0, silent - report.times().step());
        if (steps < window) {
            return;
        }
        double share = (double) waited / steps;
        if (share > TOO_MUCH && silent == 0) {
            silent = SILENT_WINDOWS * window;
            warn.accept(String.format(
                    Locale.ROOT,
                    "loader-bound: training waits for images %.0f%% of the time; raise data.loaders (now %d) up to the"
                            + " number of cores, or put the images on a faster disk (bench loader measures one loader)",
                    100 * share,
                    loaders));
        }
        steps = 0;
        waited = 0;
    }
}
