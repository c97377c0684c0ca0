package org.masque.model.picture;

import java.util.Locale;

/** Explains the colours of a column below its last sample. */
final class Legend {
    static final int LINE_HEIGHT = Typeface.HEIGHT + 6;
    static final int HEIGHT = 3 * LINE_HEIGHT;

    private static final int SWATCH = 14;
    private static final int PARTS_IN_A_LINE = 4;
    private static final int PART_PITCH = 42;

    private final Canvas canvas;
    private final CellPainter painter;
    private final boolean throwing;
    private final int parts;

    /**
     * Explains a sheet.
     *
     * @param throwing whether there are thrown patches
     * @param parts how many parts there are
     */
    Legend(Canvas canvas, CellPainter painter, boolean throwing, int parts) {
        this.canvas = canvas;
        this.painter = painter;
        this.throwing = throwing;
        this.parts = parts;
    }

    void draw(PictureColumn column, Box place, float mostWeight) {
        switch (column) {
            case IMAGE -> {}
            case MAP -> bar(place, mostWeight);
            case PARTS -> parts(place);
            case STATES -> states(place);
            case RECONSTRUCTION -> reconstruction(place);
            case PREDICTION -> prediction(place);
        }
    }

    private void bar(Box place, float mostWeight) {
        Box bar = new Box(place.left(), place.top(), place.width(), SWATCH);
        for (int x = 0; x < bar.width(); x++) {
            canvas.fill(new Box(bar.left() + x, bar.top(), 1, SWATCH), ColourMap.colour(x / (bar.width() - 1f)));
        }
        canvas.frame(bar.grown(1), Palette.LINE);
        int top = place.top() + LINE_HEIGHT;
        String most = String.format(Locale.ROOT, "%.2f", mostWeight);
        canvas.text(place.left(), top, "0", Palette.FAINT_TEXT);
        canvas.text(bar.right() - Typeface.width(most), top, most, Palette.FAINT_TEXT);
        int middle = place.left() + (place.width() - Typeface.width("weight")) / 2;
        canvas.text(middle, top, "weight", Palette.FAINT_TEXT);
    }

    private void parts(Box place) {
        for (int part = 0; part < parts; part++) {
            Box room = new Box(
                    place.left() + part % PARTS_IN_A_LINE * PART_PITCH, place.top(), PART_PITCH, place.height());
            Box swatch = line(room, part / PARTS_IN_A_LINE, Integer.toString(part));
            canvas.blend(swatch, Palette.part(part), 1);
        }
    }

    private void states(Box place) {
        Box swatch = line(place, 0, "visible");
        canvas.frame(swatch, Palette.FAINT_TEXT);
        canvas.blend(line(place, 1, "masked"), Palette.MASKED, Palette.TINT);
        if (throwing) {
            painter.thrown(line(place, 2, "thrown"));
        }
    }

    private void reconstruction(Box place) {
        canvas.text(place.left(), place.top(), "visible: image", Palette.FAINT_TEXT);
        canvas.text(place.left(), place.top() + LINE_HEIGHT, "masked: predicted", Palette.FAINT_TEXT);
        if (throwing) {
            painter.absent(line(place, 2, "thrown: nothing"));
        }
    }

    private void prediction(Box place) {
        canvas.text(place.left(), place.top(), "all as predicted", Palette.FAINT_TEXT);
        if (throwing) {
            painter.absent(line(place, 1, "thrown: nothing"));
        }
    }

    // Writes a line with room for a swatch before it, and returns the room.
    private Box line(Box place, int line, String text) {
        int top = place.top() + line * LINE_HEIGHT;
        canvas.text(place.left() + SWATCH + 8, top, text, Palette.FAINT_TEXT);
        return new Box(place.left(), top, SWATCH, SWATCH);
    }
}
