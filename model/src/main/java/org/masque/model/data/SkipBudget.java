package org.masque.model.data;

import java.util.concurrent.atomic.AtomicLong;

/** How many bad images a run lives with, shared by all its loaders. Thread-safe. */
public final class SkipBudget {
    private final SkipTally tally;
    private final double share;
    private final long atLeast;
    private final AtomicLong seen = new AtomicLong();

    /**
     * A budget.
     *
     * @param tally counts and names the bad images
     * @param share of the images seen that may be bad, 0 to 1
     * @param images in the data set: before so many are seen, the share is taken of them all, so that one bad image
     *     among the first few does not end a run
     */
    public SkipBudget(SkipTally tally, double share, long images) {
        this.tally = tally;
        this.share = share;
        this.atLeast = images;
    }

    /**
     * Counts a bad image.
     *
     * @throws DataException if the budget is spent
     */
    public void skipped(BadImageException bad) {
        tally.record(bad);
        tally.requireWithin(share, Math.max(atLeast, seen.get()));
    }

    /** Counts images that were asked for, good and bad. */
    public void seen(int images) {
        seen.addAndGet(images);
    }

    /** What was skipped so far. */
    public SkipTally tally() {
        return tally;
    }
}
