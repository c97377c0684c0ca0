package org.masque.config;

/** What of the encoder output stands for an image. */
public enum FeatureKind {
    /** The class token after the final LayerNorm. */
    CLASS,
    /** The mean of the patch tokens after the final LayerNorm. */
    MEAN
}
