package org.masque.config;

/** Which figure of an evaluation says how good a checkpoint is. */
public enum BestKind {
    /** None: no checkpoint is kept for its figures. */
    NONE,
    /** The accuracy of the nearest neighbours. */
    KNN,
    /** The accuracy of the linear probe. */
    LINEAR
}
