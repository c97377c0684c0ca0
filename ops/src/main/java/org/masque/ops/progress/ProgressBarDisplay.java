package org.masque.ops.progress;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that redraws itself on its own thread, on standard error. */
final class ProgressBarDisplay implements ProgressDisplay {
    private static final int REDRAW_MILLIS = 500;

    private final ProgressBar bar;

    ProgressBarDisplay(long firstStep, long totalSteps, ProgressBarConsumer consumer) {
        bar = new ProgressBarBuilder()
                .setTaskName("step")
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setInitialMax(totalSteps)
                .startsFrom(firstStep, Duration.ZERO)
                .setConsumer(consumer)
                // Its own guess counts the steps of this process only; ours is in the details.
                .hideEta()
                .build();
    }

    static ProgressBarDisplay onTerminal(long firstStep, long totalSteps) {
        return new ProgressBarDisplay(firstStep, totalSteps, TerminalLine.open(System.err));
    }

    @Override
    public void show(ProgressSnapshot progress) {
        bar.setExtraMessage(" " + ProgressLine.details(progress));
        bar.stepTo(progress.step());
    }

    @Override
    public void close() {
        bar.close();
    }
}
