package org.masque.model.picture;

import java.util.List;

/** What a picture shows of each sample. */
public enum PictureColumn {
    /** The view as it is. */
    IMAGE("Image"),
    /** The weight of each patch, as a colour: attention, difficulty, or what else the masks are drawn by. */
    MAP("Map"),
    /** The view, with the colour of its part over each patch. */
    PARTS("Parts"),
    /** The view, with masked and thrown patches in colours. */
    STATES("States"),
    /** Visible patches of the view and masked patches as predicted. */
    RECONSTRUCTION("Reconstruction"),
    /** All that the decoder says. */
    PREDICTION("Prediction");

    private final String title;

    PictureColumn(String title) {
        this.title = title;
    }

    /** The four columns of most pictures; {@link #PREDICTION} is the one left out. */
    public static List<PictureColumn> usual() {
        return List.of(IMAGE, MAP, STATES, RECONSTRUCTION);
    }

    /** As {@link #usual}, with the parts that were masked by in the place of the map. */
    public static List<PictureColumn> ofParts() {
        return List.of(IMAGE, PARTS, STATES, RECONSTRUCTION);
    }

    String title() {
        return title;
    }
}
