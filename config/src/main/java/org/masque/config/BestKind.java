package org.masque.config;

/** Which figure of an evaluation says how good a checkpoint is. */
public enum BestKind {
    @Meaning("No checkpoint is kept for its accuracy.")
    NONE,
    @Meaning("The accuracy of the nearest neighbours.")
    KNN,
    @Meaning("The accuracy of the linear probe.")
    LINEAR
}
