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
    DIFFICULTY,
    @Meaning("In which half of the image's best cut by the likeness of its patches' tokens a patch lies, and how "
            + "firmly; the border's half weighs least (TokenCut's eigenvector): section masking.features.")
    FEATURE_CUT,
    @Meaning("How far a patch's key lies from the mean key of the border's patches, each head stretched to 0..1, "
            + "averaged over heads: section masking.features.")
    BORDER_DISTANCE
}
