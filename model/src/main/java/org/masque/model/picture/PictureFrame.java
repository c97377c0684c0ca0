package org.masque.model.picture;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The cells of a sheet alone, side by side and without titles, for a page that shows them as one frame of many.
 *
 * <p>Column {@code c} of row {@code r} begins at pixel {@code (c * width, r * height)}. Small images are enlarged as
 * little as strokes of thrown patches need; a page enlarges them further.
 *
 * @param columns from left to right
 * @param rows from top to bottom, their images all of one size
 */
public record PictureFrame(List<PictureColumn> columns, List<PictureRow> rows) {
    private static final int SMALLEST_CELL = 96;

    public PictureFrame {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The width of a cell in pixels. */
    public int cellWidth() {
        return rows.get(0).image().width() * scale();
    }

    /** The height of a cell in pixels. */
    public int cellHeight() {
        return rows.get(0).image().height() * scale();
    }

    private int scale() {
        Pixels first = rows.get(0).image();
        int side = Math.min(first.height(), first.width());
        return Math.max(1, (SMALLEST_CELL + side - 1) / side);
    }

    /** Draws the cells. */
    public BufferedImage draw() {
        Canvas canvas = new Canvas(cellWidth() * columns.size(), cellHeight() * rows.size());
        CellPainter painter = new CellPainter(canvas, scale(), PictureRow.mostWeight(rows));
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                Box cell = new Box(column * cellWidth(), row * cellHeight(), cellWidth(), cellHeight());
                painter.patches(columns.get(column), rows.get(row), cell);
            }
        }
        return canvas.image();
    }

    /** Draws the cells as the bytes of a PNG file. */
    public byte[] png() {
        return PngBytes.of(draw());
    }
}
