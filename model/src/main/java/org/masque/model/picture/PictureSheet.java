package org.masque.model.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import org.masque.masking.PatchState;

/**
 * A picture with one row per sample, and in its columns the image, its map, the states of its patches and what the
 * decoder made of them.
 *
 * <p>Small images are enlarged without smoothing, so that every pixel is seen as it is. Maps share one colour scale,
 * from 0 to the largest weight of the sheet. The same input gives the same bytes on every machine.
 *
 * @param columns from left to right, at least one
 * @param rows from top to bottom, at least one, their images all of one size
 * @param caption what is written below
 */
public record PictureSheet(List<PictureColumn> columns, List<PictureRow> rows, PictureCaption caption) {
    public PictureSheet {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (columns.isEmpty() || rows.isEmpty()) {
            throw new IllegalArgumentException("a picture of " + columns.size() + " columns and " + rows.size()
                    + " rows: at least one of each is needed");
        }
        Pixels first = rows.get(0).image();
        for (PictureRow row : rows) {
            if (row.image().height() != first.height() || row.image().width() != first.width()) {
                throw new IllegalArgumentException("the image of " + row.label() + " is not as large as that of "
                        + rows.get(0).label());
            }
        }
    }

    /** Draws the picture. */
    public BufferedImage draw() {
        SheetLayout layout = SheetLayout.of(this);
        Canvas canvas = new Canvas(layout.width(), layout.height());
        float mostWeight = PictureRow.mostWeight(rows);
        CellPainter painter = new CellPainter(canvas, layout.scale(), mostWeight);
        Legend legend = new Legend(canvas, painter, throwing(), parts());
        for (int column = 0; column < columns.size(); column++) {
            PictureColumn shown = columns.get(column);
            Box title = layout.title(column);
            canvas.text(title.left(), title.top(), shown.title(), Palette.TEXT);
            for (int row = 0; row < rows.size(); row++) {
                painter.paint(shown, rows.get(row), layout.cell(row, column));
            }
            legend.draw(shown, layout.legend(column), mostWeight);
        }
        writeLabels(canvas, layout);
        writeCaption(canvas, layout);
        return canvas.image();
    }

    /** Draws the picture as the bytes of a PNG file. */
    public byte[] png() {
        return PngBytes.of(draw());
    }

    private void writeLabels(Canvas canvas, SheetLayout layout) {
        for (int row = 0; row < rows.size(); row++) {
            Box place = layout.label(row);
            int top = place.top();
            for (String line : Typeface.wrap(rows.get(row).label(), place.width())) {
                canvas.text(place.left(), top, line, Palette.TEXT);
                top += Legend.LINE_HEIGHT;
            }
        }
    }

    private void writeCaption(Canvas canvas, SheetLayout layout) {
        Box place = layout.caption();
        int top = place.top();
        for (String line : layout.captionLines()) {
            canvas.text(place.left(), top, line, Palette.FAINT_TEXT);
            top += Legend.LINE_HEIGHT;
        }
    }

    private int parts() {
        int most = -1;
        for (PictureRow row : rows) {
            byte[] parts = row.parts();
            for (int patch = 0; parts != null && patch < parts.length; patch++) {
                most = Math.max(most, parts[patch]);
            }
        }
        return most + 1;
    }

    private boolean throwing() {
        return rows.stream().anyMatch(row -> PatchState.count(row.states(), PatchState.THROWN) > 0);
    }
}
