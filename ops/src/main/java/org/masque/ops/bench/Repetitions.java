package org.masque.ops.bench;

import java.util.concurrent.TimeUnit;

/** Times something again and again. */
public final class Repetitions {
    // The just-in-time compiler needs longer than the yardstick's three steps.
    private static final int LEAST_WARM_UP = 3;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Repetitions() {}

    /** Warms up for at least ten seconds, then times each of {@code count} repetitions, in nanoseconds. */
    public static long[] time(int count, Runnable repetition) {
        warmUp(repetition);
        return timeWarm(count, repetition);
    }

    /** Repeats until the compiler has done its work. */
    static void warmUp(Runnable repetition) {
        long start = System.nanoTime();
        for (int i = 0; i < LEAST_WARM_UP || System.nanoTime() - start < WARM_UP_NANOS; i++) {
            repetition.run();
        }
    }

    /** Times each of {@code count} repetitions of what is warm already, in nanoseconds. */
    static long[] timeWarm(int count, Runnable repetition) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long begun = System.nanoTime();
            repetition.run();
            nanos[i] = System.nanoTime() - begun;
        }
        return nanos;
    }
}
