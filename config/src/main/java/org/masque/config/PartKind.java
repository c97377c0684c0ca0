package org.masque.config;

/** Who says which semantic part a patch belongs to. */
public enum PartKind {
    @Meaning("Part tokens that were learned by drawing images from their parts (SemMAE's first stage).")
    LEARNED,
    @Meaning("The head of the encoder's last block that attends to it most.")
    HEADS,
    @Meaning("Clusters of the tokens of each image.")
    IMAGE_CLUSTERS,
    @Meaning("Clusters of the tokens of all images.")
    SET_CLUSTERS
}
