package org.masque.config;

/** What the decoder must predict for a masked patch. */
public enum TargetKind {
    /** Pixels, normalised by the mean and variance of their own patch (MAE, section 3 "reconstruction target"). */
    NORMALIZED_PIXELS,
    /** Pixels, normalised by {@code data.mean} and {@code data.std} only. */
    PIXELS
}
