package org.masque.config;

/** How the states of the patches are chosen. */
public enum MaskingKind {
    /** Uniformly at random (MAE). */
    RANDOM,
    /** By the attention map of the image: some patches masked, some thrown (AMT). */
    ATTENTION,
    /** By semantic parts of the image: shares of every part first, whole parts at the end (SemMAE). */
    PARTS
}
