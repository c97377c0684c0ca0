package org.masque.config;

/** How the states of the patches are chosen; {@code masking.MaskStrategies} makes each. */
public enum MaskingKind {
    @Meaning("Uniformly at random (MAE, SimMIM).")
    RANDOM(Needs.NOTHING),
    @Meaning("By the map of the image: some patches masked, some thrown (AMT).")
    ATTENTION(Needs.MAP),
    @Meaning("By rank in the map, the same number in each image of a batch (AttMask): section masking.attmask.")
    ATTMASK(Needs.MAP),
    @Meaning("The patches that are hardest by the map, more of them from epoch to epoch (HPM): section masking.hpm.")
    HPM(Needs.MAP),
    @Meaning("Rectangles at random (BEiT): section masking.block.")
    BLOCK(Needs.NOTHING),
    @Meaning("All but one patch of each square (MAE, figure 6): section masking.grid.")
    GRID(Needs.NOTHING),
    @Meaning(
            "By semantic parts of the image: shares of every part first, whole parts at the end (SemMAE): section parts.")
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
