package org.masque.model.picture;

/**
 * How predictions became pixels; every picture says it, because a reader would otherwise see more than was predicted.
 */
public enum PredictionNote {
    /** The network predicts pixels. */
    PIXELS("Predictions are the pixels that the network gives."),
    /**
     * The network predicts pixels normalised by patch, and its own statistics came from the view (spec 7, pitfall 17).
     */
    PATCH_STATISTICS("Predictions are de-normalised with each patch's own mean and deviation, taken from the image:"
            + " colour and contrast of a masked patch are given, only its pattern is predicted."),
    /** There are no predictions, only parts. */
    PARTS("Each patch has the colour of its part; the numbers at the left are the patches of parts 0, 1 and so on."),
    /** The network predicts pixels normalised by patch, drawn as they are around grey. */
    NORMALISED("Predictions are patch-normalised values around grey: colour and contrast have no meaning.");

    private final String text;

    PredictionNote(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
