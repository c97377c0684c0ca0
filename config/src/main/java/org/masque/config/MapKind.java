package org.masque.config;

/** What the map of an image is made of. */
public enum MapKind {
    @Meaning("The last block's attention from the class token, each head stretched to 0..1, averaged over heads (AMT).")
    ATTENTION,
    @Meaning("As attention, without the stretch (AttMask).")
    MEAN_ATTENTION,
    @Meaning("Attention in both directions between class token and patches (FAMT): section masking.famt.")
    FAMT,
    @Meaning("How hard each patch is predicted to be (HPM). Needs objective.difficulty.")
    DIFFICULTY
}
