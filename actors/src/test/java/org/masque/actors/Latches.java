package org.masque.actors;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for latches in tests; a latch that nobody counts down fails the test instead of hanging it. */
public final class Latches {
    private static final long LONGEST_SECONDS = 60;

    private Latches() {}

    /** Waits until it is counted down. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still " + latch.getCount() + " to go");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
