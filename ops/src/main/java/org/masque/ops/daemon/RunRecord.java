package org.masque.ops.daemon;

import org.masque.ops.control.RunStatus;

/**
 * What the daemon must remember of a run.
 *
 * @param name of the run
 * @param order its place in the queue, the smaller the sooner
 * @param status {@code QUEUED}, {@code STARTING} while it has a slot, {@code STOPPED}, {@code FINISHED} or
 *     {@code FAILED}
 * @param message why, for a person
 * @param restarts of its process since it was submitted or resumed
 * @param fruitless starts in a row that brought no new checkpoint
 * @param stepAtStart saved steps, of all its stages, when its process was last started
 * @param slot which it has, or below 0
 * @param goesOn whether a stop is the daemon's own, so that the run goes on when the daemon does
 */
record RunRecord(
        String name,
        long order,
        RunStatus status,
        String message,
        int restarts,
        int fruitless,
        long stepAtStart,
        int slot,
        boolean goesOn) {
    private static final int NO_SLOT = -1;

    static RunRecord queued(String name, long order) {
        return new RunRecord(name, order, RunStatus.QUEUED, "", 0, 0, 0, NO_SLOT, false);
    }

    /** Without a process, and so without a slot. */
    RunRecord with(RunStatus next, String why) {
        return new RunRecord(name, order, next, why, restarts, fruitless, stepAtStart, NO_SLOT, false);
    }

    RunRecord started(long step, int inSlot) {
        return new RunRecord(name, order, RunStatus.STARTING, "", restarts, fruitless, step, inSlot, false);
    }

    RunRecord toBeRestarted(int fruitlessNow, String why) {
        return new RunRecord(
                name, order, RunStatus.STARTING, why, restarts + 1, fruitlessNow, stepAtStart, slot, false);
    }

    RunRecord goingOn(boolean later) {
        return new RunRecord(name, order, status, message, restarts, fruitless, stepAtStart, slot, later);
    }

    /** Whether it has a process, or is about to get one. */
    boolean active() {
        return status == RunStatus.STARTING;
    }
}
