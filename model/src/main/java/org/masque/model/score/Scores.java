package org.masque.model.score;

/** The names of the scores, as tables and JSON show them. */
public final class Scores {
    /** Share of the map's weight on the object. */
    public static final String SHARE = "attentionShare";

    /** Share of the image that is object: what chance gives {@link #SHARE}. */
    public static final String AREA = "objectArea";

    /** Share divided by area. */
    public static final String RATIO = "attentionRatio";

    /** Share less area. */
    public static final String DIFFERENCE = "attentionDifference";

    /** Intersection over union of the object with as many of the heaviest patches as it has. */
    public static final String IOU = "topPatchIou";

    /** Share of the image whose part is mostly of its own side. */
    public static final String PURITY = "partPurity";

    /** Share of the head box in the part that covers most of it. */
    public static final String HEAD = "headInBestPart";

    /** Normalised mutual information of the parts with the true ones. */
    public static final String INFORMATION = "partInformation";

    /** What is added to the name of a part's score for the same with labels shuffled within the image. */
    public static final String SHUFFLED = "Shuffled";

    private static final String MAP_STABILITY = "mapStability";
    private static final String PART_STABILITY = "partStability";

    private Scores() {}

    /** Correlation of the map with that of the image moved by so many pixels of a view. */
    public static String mapStability(int pixels) {
        return MAP_STABILITY + pixels;
    }

    /** Agreement of the parts with those of the image moved by so many pixels of a view. */
    public static String partStability(int pixels) {
        return PART_STABILITY + pixels;
    }
}
