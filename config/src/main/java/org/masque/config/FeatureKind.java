package org.masque.config;

/** What of the encoder output stands for an image. */
public enum FeatureKind {
    @Meaning("The class token after the final LayerNorm.")
    CLASS,
    @Meaning("The mean of the patch tokens after the final LayerNorm.")
    MEAN
}
