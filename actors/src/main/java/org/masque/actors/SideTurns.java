package org.masque.actors;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets no more actors beside training work at once than there are cores for them, piece by piece.
 *
 * <p>Without it a refresh and an evaluation at the same time take a core from a worker, and every step waits for that
 * worker: with one spare core steps took 1.7 times as long meanwhile. Where the turns do not reach, a refresh goes
 * first, since training waits for maps that have grown too old and never for an accuracy; the others get one piece
 * after every few of its own. It blocks its caller, so only actors with a thread of their own may use it. Safe for use
 * by many threads.
 */
public final class SideTurns {
    /** Pieces of a refresh between two of the rest. */
    static final int PIECES_FIRST = 4;

    private final int atOnce;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int working;
    private boolean refreshing;
    private int refreshed;

    /** A refresh under way, from before its first piece until it is closed. */
    final class Refresh implements AutoCloseable {
        private Refresh() {
            tell(true);
        }

        /** Waits for a turn, then does one piece of the refresh; returns what that returns. */
        boolean take(BooleanSupplier piece) {
            return work(() -> working < atOnce, () -> refreshed++, piece);
        }

        @Override
        public void close() {
            tell(false);
        }

        private void tell(boolean now) {
            lock.lock();
            try {
                refreshing = now;
                refreshed = 0;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private SideTurns(int atOnce) {
        this.atOnce = atOnce;
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

    /** Begins a refresh, which goes first until it is closed; one at a time. */
    @MustBeClosed
    Refresh refresh() {
        return new Refresh();
    }

    /** Waits for a turn, then does one piece of work that is no refresh; returns what that returns. */
    boolean take(BooleanSupplier piece) {
        return work(this::leavesATurn, () -> refreshed = 0, piece);
    }

    private boolean leavesATurn() {
        int needed = refreshing && refreshed < PIECES_FIRST ? 2 : 1;
        return working + needed <= atOnce;
    }

    private boolean work(BooleanSupplier mayWork, Runnable began, BooleanSupplier piece) {
        lock.lock();
        try {
            while (!mayWork.getAsBoolean()) {
                changed.awaitUninterruptibly();
            }
            working++;
            began.run();
        } finally {
            lock.unlock();
        }
        try {
            return piece.getAsBoolean();
        } finally {
            leave();
        }
    }

    private void leave() {
        lock.lock();
        try {
            working--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
