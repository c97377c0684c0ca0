package org.masque.actors;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Lets no more actors beside training work at once than there are cores for them, piece by piece and in turn.
 *
 * <p>Without it a refresh and an evaluation at the same time take a core from a worker, and every step waits for that
 * worker: with one spare core steps took 1.7 times as long meanwhile. It blocks its caller, so only actors with a
 * thread of their own may use it. Safe for use by many threads.
 */
public final class SideTurns {
    private final Semaphore turns;

    private SideTurns(int atOnce) {
        turns = new Semaphore(atOnce, true);
    }

    /**
     * As many turns at once as cores are left by the workers, and one if none is.
     *
     * @param cores of the machine
     * @param workers that compute gradients
     */
    public static SideTurns beside(int cores, int workers) {
        return new SideTurns(Math.max(1, cores - workers));
    }

    /** For actors that work while the workers wait for them: all at once. */
    public static SideTurns unlimited() {
        return new SideTurns(Integer.MAX_VALUE);
    }

    /** Waits for a turn, then does one piece of work; returns what that returns. */
    boolean take(BooleanSupplier piece) {
        turns.acquireUninterruptibly();
        try {
            return piece.getAsBoolean();
        } finally {
            turns.release();
        }
    }
}
