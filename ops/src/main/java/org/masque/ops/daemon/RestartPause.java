package org.masque.ops.daemon;

import java.time.Duration;

/**
 * How long to wait before a run's process is started again, and when to give up.
 *
 * @param first after the first fruitless start; it doubles with each one more
 * @param longest but never more than this
 * @param mostFruitless starts in a row without a new checkpoint; then it is a loop
 */
public record RestartPause(Duration first, Duration longest, int mostFruitless) {
    /** The usual one. */
    public static final RestartPause USUAL = new RestartPause(Duration.ofSeconds(1), Duration.ofMinutes(1), 5);

    private static final int MOST_DOUBLINGS = 20;

    /** The pause after so many starts in a row that brought no new checkpoint. */
    Duration after(int fruitless) {
        Duration pause = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, fruitless - 1)));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    boolean isLoop(int fruitless) {
        return fruitless >= mostFruitless;
    }
}
