package org.masque.model.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Where everything of a sheet lies, in pixels of the sheet.
 *
 * @param scale how many pixels of the sheet make a pixel of an image
 * @param cellHeight rows of a drawn image
 * @param cellWidth columns of a drawn image
 * @param pitch from the left of a column to the left of the next
 * @param labelWidth columns kept for the labels at the left
 * @param shape rows and columns of the sheet
 * @param captionLines the caption, broken to the width of the sheet
 */
record SheetLayout(
        int scale, int cellHeight, int cellWidth, int pitch, int labelWidth, Shape shape, List<String> captionLines) {
    private static final int MARGIN = 28;
    private static final int GAP = 18;
    private static final int CELL = 160;
    private static final int MOST_LABEL = 150;
    private static final int TITLE = Typeface.HEIGHT + 10;

    /** How many samples and columns a sheet has. */
    record Shape(int rows, int columns) {}

    static SheetLayout of(PictureSheet sheet) {
        Pixels image = sheet.rows().get(0).image();
        int scale = Math.max(1, Math.round((float) CELL / Math.max(image.height(), image.width())));
        int cellWidth = image.width() * scale;
        int pitch = Math.max(cellWidth, CELL) + GAP;
        int labelWidth = labelWidth(sheet.rows());
        Shape shape = new Shape(sheet.rows().size(), sheet.columns().size());
        int textWidth = labelWidth + GAP + shape.columns() * pitch - GAP;
        List<String> lines = new ArrayList<>();
        sheet.caption().lines().forEach(line -> lines.addAll(Typeface.wrap(line, textWidth)));
        return new SheetLayout(scale, image.height() * scale, cellWidth, pitch, labelWidth, shape, lines);
    }

    int width() {
        return legend(shape.columns() - 1).right() + MARGIN;
    }

    int height() {
        return caption().bottom() + MARGIN;
    }

    Box title(int column) {
        return new Box(columnLeft(column), MARGIN, pitch - GAP, Typeface.HEIGHT);
    }

    Box cell(int row, int column) {
        return new Box(columnLeft(column), rowTop(row), cellWidth, cellHeight);
    }

    /** The room for the label of a row, whose first line is level with the top of its images. */
    Box label(int row) {
        return new Box(MARGIN, rowTop(row), labelWidth, cellHeight);
    }

    Box legend(int column) {
        return new Box(columnLeft(column), rowTop(shape.rows()), pitch - GAP, Legend.HEIGHT);
    }

    Box caption() {
        int top = legend(0).bottom() + GAP;
        return new Box(MARGIN, top, width() - 2 * MARGIN, captionLines.size() * Legend.LINE_HEIGHT - 6);
    }

    private int columnLeft(int column) {
        return MARGIN + labelWidth + GAP + column * pitch;
    }

    private int rowTop(int row) {
        return MARGIN + TITLE + row * (cellHeight + GAP);
    }

    private static int labelWidth(List<PictureRow> rows) {
        int widest = 0;
        for (PictureRow row : rows) {
            for (String line : Typeface.wrap(row.label(), MOST_LABEL)) {
                widest = Math.max(widest, Typeface.width(line));
            }
        }
        return widest;
    }
}
