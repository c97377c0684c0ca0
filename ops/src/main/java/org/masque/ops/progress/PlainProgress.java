package org.masque.ops.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Plain lines, for a file or a pipe: the first step, then one in every interval, and the last step. */
final class PlainProgress implements ProgressDisplay {
    private final PrintStream out;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private boolean begun;
    private long lastShown;

    PlainProgress(PrintStream out, Duration interval, LongSupplier nanoTime) {
        this.out = out;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void show(ProgressSnapshot progress) {
        long now = nanoTime.getAsLong();
        boolean isLast = progress.step() == progress.totalSteps();
        if (!begun || isLast || now - lastShown >= intervalNanos) {
            begun = true;
            lastShown = now;
            out.println(ProgressLine.of(progress).whole());
        }
    }

    @Override
    public PhaseProgress phase(String name, long total, String unit) {
        return new PhaseProgress(name, total, unit, new PhaseProgress.Out(null, out::println, nanoTime));
    }

    @Override
    public void close() {
        out.flush();
    }
}
