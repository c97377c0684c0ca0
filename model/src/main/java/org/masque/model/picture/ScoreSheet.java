package org.masque.model.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.masque.masking.PatchGrid;

/**
 * A picture of how well maps or parts follow objects: image, what is known of it, map or parts, and the patches that
 * these would take for object.
 *
 * <p>Each map has its own colour scale, from its least to its largest weight. The same input gives the same bytes on
 * every machine.
 *
 * @param subject what is shown of each image
 * @param grid the patches of an image
 * @param rows from top to bottom, at least one
 * @param caption lines below
 */
public record ScoreSheet(Subject subject, PatchGrid grid, List<ScoreRow> rows, List<String> caption) {
    /** What a sheet shows of each image. */
    public enum Subject {
        MAPS("Map", "Heaviest patches"),
        PARTS("Parts", "Parts mostly object");

        private final String shown;
        private final String chosen;

        Subject(String shown, String chosen) {
            this.shown = shown;
            this.chosen = chosen;
        }

        private List<String> titles() {
            return List.of("Image", "Truth", shown, chosen);
        }
    }

    /** Rows and columns of pixels of each drawn image. */
    public static final int SIDE = 176;

    private static final int MARGIN = 28;
    private static final int GAP = 18;
    private static final int LABEL = 190;
    private static final int SWATCH = 14;
    private static final int LINE = Typeface.HEIGHT + 6;
    private static final int TITLE = Typeface.HEIGHT + 10;
    private static final float HIDDEN = .78f;
    private static final int COLUMNS = 4;
    private static final int PARTS_IN_A_LINE = 4;

    public ScoreSheet {
        rows = List.copyOf(rows);
        caption = List.copyOf(caption);
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.map().length != grid.patches())) {
            throw new IllegalArgumentException(
                    "a sheet needs rows, each with " + grid.patches() + " weights; it has " + rows.size());
        }
    }

    /** Draws the picture as the bytes of a PNG file. */
    public byte[] png() {
        return PngBytes.of(draw());
    }

    /** Draws the picture. */
    public BufferedImage draw() {
        int width = left(COLUMNS) - GAP + MARGIN;
        List<String> lines = new ArrayList<>();
        caption.forEach(line -> lines.addAll(Typeface.wrap(line, width - 2 * MARGIN)));
        Canvas canvas = new Canvas(width, top(rows.size()) + 3 * LINE + GAP + lines.size() * LINE + MARGIN - 6);
        for (int column = 0; column < COLUMNS; column++) {
            canvas.text(left(column), MARGIN, subject.titles().get(column), Palette.TEXT);
        }
        for (int row = 0; row < rows.size(); row++) {
            draw(canvas, rows.get(row), top(row));
        }
        legend(canvas, top(rows.size()));
        int below = top(rows.size()) + 3 * LINE + GAP;
        for (int line = 0; line < lines.size(); line++) {
            canvas.text(MARGIN, below + line * LINE, lines.get(line), Palette.FAINT_TEXT);
        }
        return canvas.image();
    }

    private static int left(int column) {
        return MARGIN + LABEL + GAP + column * (SIDE + GAP);
    }

    private static int top(int row) {
        return MARGIN + TITLE + row * (SIDE + GAP);
    }

    private void draw(Canvas canvas, ScoreRow row, int top) {
        int line = top;
        for (String text : row.label()) {
            for (String part : Typeface.wrap(text, LABEL)) {
                canvas.text(MARGIN, line, part, line == top ? Palette.TEXT : Palette.FAINT_TEXT);
                line += LINE;
            }
        }
        Box whole = new Box(0, 0, SIDE, SIDE);
        for (int column = 0; column < COLUMNS; column++) {
            Box cell = new Box(left(column), top, SIDE, SIDE);
            switch (column) {
                case 0 -> canvas.image(row.image(), whole, 1, cell);
                case 1 -> truth(canvas, row, cell);
                case 2 -> shown(canvas, row, cell);
                default -> heaviest(canvas, row, cell);
            }
            canvas.frame(cell.grown(1), Palette.LINE);
        }
    }

    private static void truth(Canvas canvas, ScoreRow row, Box cell) {
        canvas.image(row.image(), new Box(0, 0, SIDE, SIDE), 1, cell);
        for (int pixel = 0; pixel < row.truth().length; pixel++) {
            Box at = new Box(cell.left() + pixel % SIDE, cell.top() + pixel / SIDE, 1, 1);
            byte side = row.truth()[pixel];
            if (side != 0) {
                canvas.blend(at, side > 0 ? Palette.MASKED : Palette.THROWN, Palette.TINT);
            }
        }
    }

    private void shown(Canvas canvas, ScoreRow row, Box cell) {
        if (subject == Subject.MAPS) {
            map(canvas, row, cell);
        } else {
            canvas.image(row.image(), new Box(0, 0, SIDE, SIDE), 1, cell);
            for (int patch = 0; patch < row.map().length; patch++) {
                canvas.blend(patch(patch, cell), Palette.part((int) row.map()[patch]), Palette.PART_TINT);
            }
        }
    }

    private void map(Canvas canvas, ScoreRow row, Box cell) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float weight : row.map()) {
            least = Math.min(least, weight);
            most = Math.max(most, weight);
        }
        for (int patch = 0; patch < row.map().length; patch++) {
            float value = most > least ? (row.map()[patch] - least) / (most - least) : 0;
            canvas.fill(patch(patch, cell), ColourMap.colour(value));
        }
    }

    private void heaviest(Canvas canvas, ScoreRow row, Box cell) {
        Box whole = new Box(0, 0, SIDE, SIDE);
        canvas.image(row.image(), whole, 1, cell);
        canvas.blend(cell, Palette.PAPER, HIDDEN);
        for (int patch : row.chosen()) {
            Box place = patch(patch, cell);
            canvas.image(row.image(), patch(patch, whole), 1, cell);
            boolean hit = row.shares().object()[patch] > row.shares().background()[patch];
            int colour = hit ? Palette.MASKED : Palette.THROWN;
            canvas.frame(place, colour);
            canvas.frame(place.grown(-1), colour);
        }
    }

    private Box patch(int patch, Box cell) {
        int row = patch / grid.columns();
        int column = patch % grid.columns();
        int top = row * SIDE / grid.rows();
        int left = column * SIDE / grid.columns();
        return new Box(
                cell.left() + left,
                cell.top() + top,
                (column + 1) * SIDE / grid.columns() - left,
                (row + 1) * SIDE / grid.rows() - top);
    }

    private void legend(Canvas canvas, int top) {
        canvas.blend(swatch(canvas, 1, top, "object"), Palette.MASKED, Palette.TINT);
        canvas.blend(swatch(canvas, 1, top + LINE, "not counted"), Palette.THROWN, Palette.TINT);
        if (subject == Subject.MAPS) {
            bar(canvas, top);
        } else {
            parts(canvas, top);
        }
        outlined(canvas, swatch(canvas, 3, top, "mostly object"), Palette.MASKED);
        outlined(canvas, swatch(canvas, 3, top + LINE, "mostly not"), Palette.THROWN);
    }

    private static void bar(Canvas canvas, int top) {
        Box bar = new Box(left(2), top, SIDE, SWATCH);
        for (int x = 0; x < SIDE; x++) {
            canvas.fill(new Box(bar.left() + x, top, 1, SWATCH), ColourMap.colour(x / (SIDE - 1f)));
        }
        canvas.frame(bar.grown(1), Palette.LINE);
        canvas.text(bar.left(), top + LINE, "least", Palette.FAINT_TEXT);
        canvas.text(bar.right() - Typeface.width("most"), top + LINE, "most", Palette.FAINT_TEXT);
    }

    private void parts(Canvas canvas, int top) {
        double most = rows.stream()
                .mapToDouble(row -> {
                    double largest = 0;
                    for (float part : row.map()) {
                        largest = Math.max(largest, part);
                    }
                    return largest;
                })
                .max()
                .orElse(0);
        for (int part = 0; part <= Math.min(most, 3 * PARTS_IN_A_LINE - 1); part++) {
            int at = left(2) + part % PARTS_IN_A_LINE * (SIDE / PARTS_IN_A_LINE);
            int line = top + part / PARTS_IN_A_LINE * LINE;
            canvas.fill(new Box(at, line, SWATCH, SWATCH), Palette.part(part));
            canvas.text(at + SWATCH + 6, line, Integer.toString(part), Palette.FAINT_TEXT);
        }
    }

    private static Box swatch(Canvas canvas, int column, int top, String text) {
        canvas.text(left(column) + SWATCH + 8, top, text, Palette.FAINT_TEXT);
        return new Box(left(column), top, SWATCH, SWATCH);
    }

    private static void outlined(Canvas canvas, Box swatch, int colour) {
        canvas.frame(swatch, colour);
        canvas.frame(swatch.grown(-1), colour);
    }
}
