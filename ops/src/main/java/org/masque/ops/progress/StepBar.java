package org.masque.ops.progress;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A bar on the terminal, drawn anew a few times a second. */
final class StepBar implements ProgressDisplay {
    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    private final TerminalLine line;
    private final LongSupplier nanoTime;
    private @Nullable ProgressSnapshot latest;
    private long lastDrawn;

    StepBar(TerminalLine line, LongSupplier nanoTime) {
        this.line = line;
        this.nanoTime = nanoTime;
    }

    @Override
    public void show(ProgressSnapshot progress) {
        long now = nanoTime.getAsLong();
        boolean isFirst = latest == null;
        latest = progress;
        if (isFirst || progress.step() == progress.totalSteps() || now - lastDrawn >= INTERVAL_NANOS) {
            lastDrawn = now;
            line.draw(ProgressLine.of(progress));
        }
    }

    // Where the run ends the last step stays above.
    @Override
    public PhaseProgress phase(String name, long total, String unit) {
        if (latest != null && latest.step() == latest.totalSteps()) {
            close();
        }
        return new PhaseProgress(name, total, unit, new PhaseProgress.Out(line, ignored -> {}, nanoTime));
    }

    @Override
    public void close() {
        if (latest != null) {
            line.draw(ProgressLine.of(latest));
            latest = null;
        }
        line.keep();
    }
}
