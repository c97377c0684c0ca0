package org.masque.model.picture;

import org.masque.masking.PatchState;

/** Draws one sample in one column. */
final class CellPainter {
    private static final String NO_MAP = "no map yet";
    private static final String NO_PARTS = "no parts";

    private final Canvas canvas;
    private final int scale;
    private final float mostWeight;

    /**
     * Draws on a canvas.
     *
     * @param scale how many pixels of the sheet make a pixel of the image
     * @param mostWeight the weight that gets the brightest colour
     */
    CellPainter(Canvas canvas, int scale, float mostWeight) {
        this.canvas = canvas;
        this.scale = scale;
        this.mostWeight = mostWeight;
    }

    void paint(PictureColumn column, PictureRow row, Box cell) {
        patches(column, row, cell);
        if (column == PictureColumn.MAP && row.map() == null) {
            inTheMiddle(NO_MAP, cell);
        }
        if (column == PictureColumn.PARTS && row.parts() == null) {
            inTheMiddle(NO_PARTS, cell);
        }
        canvas.frame(cell.grown(1), Palette.LINE);
    }

    /** Draws the patches alone, without a frame around them. */
    void patches(PictureColumn column, PictureRow row, Box cell) {
        for (int patch = 0; patch < row.grid().patches(); patch++) {
            Box pixels = row.patch(patch);
            switch (column) {
                case IMAGE -> canvas.image(row.image(), pixels, scale, cell);
                case MAP -> map(row, patch, cell);
                case PARTS -> part(row, patch, cell);
                case STATES -> state(row, patch, cell);
                case RECONSTRUCTION -> reconstruction(row, patch, cell);
                case PREDICTION -> prediction(row, patch, cell);
            }
        }
    }

    private void inTheMiddle(String text, Box cell) {
        int left = cell.left() + (cell.width() - Typeface.width(text)) / 2;
        int top = cell.top() + (cell.height() - Typeface.HEIGHT) / 2;
        canvas.text(left, top, text, Palette.FAINT_TEXT);
    }

    private void part(PictureRow row, int patch, Box cell) {
        byte[] parts = row.parts();
        if (parts != null) {
            canvas.image(row.image(), row.patch(patch), scale, cell);
            canvas.blend(row.patch(patch).scaled(scale, cell), Palette.part(parts[patch]), Palette.PART_TINT);
        }
    }

    private void map(PictureRow row, int patch, Box cell) {
        float[] map = row.map();
        Box box = row.patch(patch).scaled(scale, cell);
        if (map == null) {
            canvas.fill(box, Palette.ABSENT);
        } else {
            canvas.fill(box, ColourMap.colour(map[patch] / mostWeight));
        }
    }

    private void state(PictureRow row, int patch, Box cell) {
        Box pixels = row.patch(patch);
        canvas.image(row.image(), pixels, scale, cell);
        Box box = pixels.scaled(scale, cell);
        if (row.states()[patch] == PatchState.MASKED) {
            canvas.blend(box, Palette.MASKED, Palette.TINT);
        } else if (row.states()[patch] == PatchState.THROWN) {
            thrown(box);
        }
    }

    private void reconstruction(PictureRow row, int patch, Box cell) {
        if (row.states()[patch] == PatchState.VISIBLE) {
            canvas.image(row.image(), row.patch(patch), scale, cell);
        } else {
            prediction(row, patch, cell);
        }
    }

    private void prediction(PictureRow row, int patch, Box cell) {
        Box pixels = row.patch(patch);
        if (row.states()[patch] == PatchState.THROWN) {
            absent(pixels.scaled(scale, cell));
        } else {
            canvas.image(row.prediction(), pixels, scale, cell);
        }
    }

    /** Lays the colour of thrown patches over a box. */
    void thrown(Box box) {
        canvas.blend(box, Palette.THROWN, Palette.TINT);
        canvas.hatch(box, Palette.THROWN_HATCH);
    }

    /** Draws a place of which nothing is known. */
    void absent(Box box) {
        canvas.fill(box, Palette.ABSENT);
        canvas.hatch(box, Palette.ABSENT_HATCH);
    }
}
