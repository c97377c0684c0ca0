package org.masque.actors;

/**
 * Where a run stands at a step boundary; with the seed it decides everything that comes.
 *
 * @param step steps done, those left out included: it counts batches, whatever became of them
 * @param updates applied to the weights, which are their version and AdamW's count
 * @param mapsEpoch the epoch at whose start the maps in use were made, or -1
 * @param recovery what the run remembers of bad steps
 */
public record RunCursor(long step, long updates, int mapsEpoch, Recovery recovery) {
    /** The beginning. */
    public static final RunCursor START = new RunCursor(0, 0, -1);

    /** A run that knows of no losses or bad steps. */
    public RunCursor(long step, long updates, int mapsEpoch) {
        this(step, updates, mapsEpoch, Recovery.NONE);
    }

    RunCursor stepApplied() {
        return new RunCursor(step + 1, updates + 1, mapsEpoch, recovery);
    }

    RunCursor stepLeftOut() {
        return new RunCursor(step + 1, updates, mapsEpoch, recovery);
    }

    RunCursor mapsRefreshed(int epoch) {
        return new RunCursor(step, updates, epoch, recovery.taskChanged());
    }

    RunCursor with(Recovery now) {
        return new RunCursor(step, updates, mapsEpoch, now);
    }
}
