package org.masque.model.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.masque.masking.score.PixelBox;

/**
 * Reads head boxes from lines of comma-separated values with a header: columns {@code name}, {@code head_xmin},
 * {@code head_ymin}, {@code head_xmax}, {@code head_ymax} in any order, in pixels from the left and the top. Lines
 * whose box is empty are passed over.
 */
final class HeadBoxes {
    private static final List<String> COLUMNS = List.of("name", "head_xmin", "head_ymin", "head_xmax", "head_ymax");

    private HeadBoxes() {}

    /**
     * Reads them.
     *
     * @param origin for messages
     * @return boxes by the name of their image
     * @throws DataException with the line, if it cannot be read
     */
    static Map<String, PixelBox> parse(String origin, String text) {
        List<String> lines = text.lines().toList();
        List<String> header = lines.isEmpty() ? List.of() : fields(lines.get(0));
        int[] places = COLUMNS.stream().mapToInt(header::indexOf).toArray();
        for (int column = 0; column < places.length; column++) {
            if (places[column] < 0) {
                throw new DataException(origin + ": the first line names no column " + COLUMNS.get(column));
            }
        }
        Map<String, PixelBox> boxes = new HashMap<>();
        for (int line = 1; line < lines.size(); line++) {
            List<String> fields = fields(lines.get(line));
            if (fields.size() != header.size()) {
                throw new DataException(origin + ":" + (line + 1) + ": " + fields.size() + " values under "
                        + header.size() + " columns");
            }
            if (!fields.get(places[1]).isEmpty()) {
                boxes.put(fields.get(places[0]), box(origin + ":" + (line + 1), fields, places));
            }
        }
        return boxes;
    }

    private static List<String> fields(String line) {
        return List.of(line.strip().split(",", -1));
    }

    private static PixelBox box(String origin, List<String> fields, int[] places) {
        try {
            return new PixelBox(
                    Integer.parseInt(fields.get(places[1])),
                    Integer.parseInt(fields.get(places[2])),
                    Integer.parseInt(fields.get(places[3])),
                    Integer.parseInt(fields.get(places[4])));
        } catch (IllegalArgumentException wrong) {
            throw new DataException(origin + ": no box: " + wrong.getMessage(), wrong);
        }
    }
}
