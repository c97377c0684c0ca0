package org.masque.config;

/** What the decoder must predict for a masked patch. */
public enum TargetKind {
    @Meaning(
            "Pixels, normalised by the mean and variance of their own patch (MAE, section 3 \"reconstruction target\").")
    NORMALIZED_PIXELS,
    @Meaning("Pixels, normalised by data.mean and data.std only.")
    PIXELS
}
