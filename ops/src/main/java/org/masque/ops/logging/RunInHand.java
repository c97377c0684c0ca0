package org.masque.ops.logging;

import org.jspecify.annotations.Nullable;

/**
 * The run that this process trains, and its last step, for every log line, whichever thread logs it. A line whose
 * thread names another run ({@code MDC} key {@code run}) keeps that name.
 */
public final class RunInHand {
    private static volatile @Nullable RunInHand current;

    private final String run;
    private final @Nullable RunInHand before;
    private volatile long step;

    private RunInHand(String run, @Nullable RunInHand before) {
        this.run = run;
        this.before = before;
    }

    /** From now on lines are of this run; it may be a stage of the one that is in hand already. */
    public static RunInHand begin(String run) {
        RunInHand begun = new RunInHand(run, current);
        current = begun;
        return begun;
    }

    /** The step of the next lines. */
    public void at(long now) {
        step = now;
    }

    /** Lines are of the run before again, if there was one; unless another has begun. */
    public void end() {
        if (current == this) {
            current = before;
        }
    }

    static @Nullable RunInHand current() {
        return current;
    }

    String run() {
        return run;
    }

    long step() {
        return step;
    }
}
