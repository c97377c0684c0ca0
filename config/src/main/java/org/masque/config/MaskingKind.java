package org.masque.config;

/** How the states of the patches are chosen; what each means is said once, in {@code masking.MaskStrategies}. */
public enum MaskingKind {
    /** Uniformly at random (MAE). */
    RANDOM(Needs.NOTHING),
    /** By the map of the image: some patches masked, some thrown (AMT). */
    ATTENTION(Needs.MAP),
    /** By rank in the map, the same number in each image of a batch (AttMask): section {@code masking.attmask}. */
    ATTMASK(Needs.MAP),
    /** The patches that are hardest by the map, more of them from epoch to epoch (HPM): section {@code masking.hpm}. */
    HPM(Needs.MAP),
    /** Rectangles at random (BEiT): section {@code masking.block}. */
    BLOCK(Needs.NOTHING),
    /** All but one of each square of patches (MAE, figure 6): section {@code masking.grid}. */
    GRID(Needs.NOTHING),
    /**
     * By semantic parts of the image: shares of every part first, whole parts at the end (SemMAE): section
     * {@code parts}.
     */
    PARTS(Needs.LABELS);

    /** What a strategy must know of an image. */
    public enum Needs {
        NOTHING,
        /** A weight per patch; {@code masking.startEpoch}, {@code refreshInterval} and {@code map} are about it. */
        MAP,
        /** A part per patch, found before training: section {@code parts} is about it. */
        LABELS
    }

    private final Needs needs;

    MaskingKind(Needs needs) {
        this.needs = needs;
    }

    /** What it must know of an image. */
    public Needs needs() {
        return needs;
    }
}
