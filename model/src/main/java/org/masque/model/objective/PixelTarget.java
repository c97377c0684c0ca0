package org.masque.model.objective;

import java.util.Arrays;

/** What is predicted for a masked patch, and how its error is counted. */
public enum PixelTarget {
    /** The view's pixels as they are, by squared error (MAE). */
    PIXELS(Pixels.PLAIN, Loss.SQUARED),
    /** Normalised pixels, by squared error (MAE's norm_pix_loss). */
    NORMALIZED_PIXELS(Pixels.NORMALIZED, Loss.SQUARED),
    /** The view's pixels as they are, by absolute error (SimMIM). */
    PIXELS_ABSOLUTE(Pixels.PLAIN, Loss.ABSOLUTE),
    /** Normalised pixels, by absolute error. */
    NORMALIZED_PIXELS_ABSOLUTE(Pixels.NORMALIZED, Loss.ABSOLUTE);

    /** Which pixels. */
    public enum Pixels {
        /** The view's, as they are. */
        PLAIN,
        /** Normalised by each patch's own mean and deviation (spec 1.3). */
        NORMALIZED
    }

    /** How the error of a pixel is counted. */
    public enum Loss {
        /** The square of the difference (spec 1.3). */
        SQUARED,
        /** The magnitude of the difference (spec 2). */
        ABSOLUTE
    }

    private final Pixels pixels;
    private final Loss loss;

    PixelTarget(Pixels pixels, Loss loss) {
        this.pixels = pixels;
        this.loss = loss;
    }

    /** The target of these pixels by this error. */
    public static PixelTarget of(Pixels pixels, Loss loss) {
        return Arrays.stream(values())
                .filter(target -> target.pixels == pixels && target.loss == loss)
                .findFirst()
                .orElseThrow();
    }

    /** Which pixels. */
    public Pixels pixels() {
        return pixels;
    }

    /** Which error. */
    public Loss loss() {
        return loss;
    }
}
