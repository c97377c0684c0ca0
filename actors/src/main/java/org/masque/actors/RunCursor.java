package org.masque.actors;

/**
 * Where a run stands at a step boundary; with the seed it decides everything that comes.
 *
 * @param step steps done, those left out included: it counts batches, whatever became of them
 * @param updates applied to the weights, which are their version and AdamW's count
 * @param mapsEpoch the epoch at whose start the maps in use were made, or -1
 */
public record RunCursor(long step, long updates, int mapsEpoch) {
    /** The beginning. */
    public static final RunCursor START = new RunCursor(0, 0, -1);

    RunCursor stepApplied() {
        return new RunCursor(step + 1, updates + 1, mapsEpoch);
    }

    RunCursor stepLeftOut() {
        return new RunCursor(step + 1, updates, mapsEpoch);
    }

    RunCursor mapsRefreshed(int epoch) {
        return new RunCursor(step, updates, epoch);
    }
}
