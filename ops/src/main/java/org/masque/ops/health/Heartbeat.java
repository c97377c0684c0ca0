package org.masque.ops.health;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time since something last showed that it goes on. Fed from inside long phases too; feeding costs one volatile
 * write.
 *
 * <p>Safe for any number of threads.
 */
public final class Heartbeat {
    private final Duration bound;
    private final LongSupplier nanoTime;
    private volatile long lastBeat;

    /**
     * Begins with a beat.
     *
     * @param bound the longest silence that is still healthy
     */
    public Heartbeat(Duration bound) {
        this(bound, System::nanoTime);
    }

    /** The same by another clock. */
    public Heartbeat(Duration bound, LongSupplier nanoTime) {
        this.bound = bound;
        this.nanoTime = nanoTime;
        this.lastBeat = nanoTime.getAsLong();
    }

    /** Says that it goes on. */
    public void beat() {
        lastBeat = nanoTime.getAsLong();
    }

    /** The time since the last beat. */
    public Duration silence() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastBeat);
    }

    /** Whether the silence is longer than the bound. */
    public boolean isLate() {
        return silence().compareTo(bound) > 0;
    }
}
