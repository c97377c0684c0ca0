package org.masque.model.probe;

/** Which output of the encoder, after its final LayerNorm, stands for an image. */
public enum FeatureKind {
    /** The class token: the setting of MAE's published linear probe (spec 1.5). */
    CLASS_TOKEN,
    /** The mean of all patch tokens. */
    PATCH_MEAN
}
