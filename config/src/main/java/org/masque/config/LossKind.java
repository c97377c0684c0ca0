package org.masque.config;

/** How the error of a predicted pixel is counted. */
public enum LossKind {
    @Meaning("The square of the difference (MAE).")
    SQUARED,
    @Meaning("The magnitude of the difference (SimMIM).")
    ABSOLUTE
}
