package org.masque.model.objective;

/** What the decoder predicts for a masked patch. */
public enum PixelTarget {
    /** The view's pixels as they are. */
    PIXELS,
    /** Pixels normalised by each patch's own mean and deviation (norm_pix_loss, spec 1.3). */
    NORMALIZED_PIXELS
}
