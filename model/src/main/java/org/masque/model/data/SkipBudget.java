package org.masque.model.data;

/**
 * How many bad images a run lives with, shared by all who read them: an image counts once, whoever meets it and however
 * often. Thread-safe.
 */
public final class SkipBudget {
    private final SkipTally tally;
    private final double share;
    private final long images;

    /**
     * A budget.
     *
     * @param tally counts and names the bad images
     * @param share of the images that may be bad, 0 to 1
     * @param images that the run may read
     */
    public SkipBudget(SkipTally tally, double share, long images) {
        this.tally = tally;
        this.share = share;
        this.images = images;
    }

    /**
     * Counts a bad image.
     *
     * @throws DataException if the budget is spent
     */
    public void skipped(BadImageException bad) {
        tally.record(bad);
        tally.requireWithin(share, images);
    }

    /** How many different images may be bad: with one more the run ends. */
    public long allowed() {
        return (long) Math.floor(share * images);
    }

    /** What was skipped so far. */
    public SkipTally tally() {
        return tally;
    }
}
