package org.masque.config;

/** What the map of an image is made of. */
public enum MapKind {
    /** The last block's attention from the class token, each head stretched to 0..1, averaged over heads (AMT). */
    ATTENTION,
    /** The same without the stretch (AttMask). */
    MEAN_ATTENTION,
    /** Attention in both directions between class token and patches (FAMT): section {@code masking.famt}. */
    FAMT,
    /** How hard each patch is predicted to be (HPM); needs {@code objective.difficulty}. */
    DIFFICULTY
}
