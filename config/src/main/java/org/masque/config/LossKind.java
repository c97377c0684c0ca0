package org.masque.config;

/** How the error of a predicted pixel is counted. */
public enum LossKind {
    /** The square of the difference (MAE). */
    SQUARED,
    /** The magnitude of the difference (SimMIM). */
    ABSOLUTE
}
