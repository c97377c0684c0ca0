package org.masque.model.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters drawn in a text file, so that pictures have text on machines without any font.
 *
 * <p>{@code glyphs.txt} holds the characters from space to tilde, twelve side by side, nine lines each, with an empty
 * line after. They are doubled twice with rounded corners (the Scale2x rule) and halved again, which leaves soft edges.
 */
final class Typeface {
    /** Pixels from the top of a capital to the bottom of the deepest letter. */
    static final int HEIGHT = 18;

    private static final int ROWS = 9;
    private static final int GAP = 2;
    private static final char FIRST = ' ';
    private static final List<float[][]> GLYPHS = load();

    private Typeface() {}

    /** How much ink falls on each pixel of a character, 0 to 1, by row and column; a question mark for unknown ones. */
    static float[][] ink(char character) {
        int glyph = character - FIRST;
        return GLYPHS.get(glyph >= 0 && glyph < GLYPHS.size() ? glyph : '?' - FIRST);
    }

    /** The width of a line of text in pixels. */
    static int width(String text) {
        int width = 0;
        for (int each = 0; each < text.length(); each++) {
            width += advance(text.charAt(each));
        }
        return Math.max(0, width - GAP);
    }

    /** From the left of a character to the left of the next. */
    static int advance(char character) {
        return ink(character)[0].length + GAP;
    }

    /** Breaks text between words into lines that are no wider than {@code width}, if their words allow. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && width(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<float[][]> load() {
        try (InputStream file = Typeface.class.getResourceAsStream("glyphs.txt")) {
            if (file == null) {
                throw new IllegalStateException("glyphs.txt is missing beside " + Typeface.class.getName());
            }
            String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
            List<String> lines = text.lines().filter(line -> !line.isEmpty()).toList();
            List<float[][]> glyphs = new ArrayList<>();
            for (int band = 0; band < lines.size(); band += ROWS) {
                addBand(lines.subList(band, band + ROWS), glyphs);
            }
            return glyphs;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void addBand(List<String> lines, List<float[][]> glyphs) {
        String[][] cells = lines.stream().map(line -> line.split(" ", -1)).toArray(String[][]::new);
        for (int glyph = 0; glyph < cells[0].length; glyph++) {
            boolean[][] drawn = new boolean[ROWS][cells[0][glyph].length()];
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < drawn[row].length; column++) {
                    drawn[row][column] = cells[row][glyph].charAt(column) == '#';
                }
            }
            glyphs.add(halved(doubled(doubled(drawn))));
        }
    }

    // Each pixel becomes four; a quarter takes the colour of its two outer neighbours where only they agree.
    private static boolean[][] doubled(boolean[][] small) {
        boolean[][] large = new boolean[2 * small.length][2 * small[0].length];
        for (int row = 0; row < large.length; row++) {
            for (int column = 0; column < large[row].length; column++) {
                int y = row / 2;
                int x = column / 2;
                boolean near = at(small, y + (row % 2 == 0 ? -1 : 1), x);
                boolean far = at(small, y + (row % 2 == 0 ? 1 : -1), x);
                boolean beside = at(small, y, x + (column % 2 == 0 ? -1 : 1));
                boolean across = at(small, y, x + (column % 2 == 0 ? 1 : -1));
                boolean corner = near == beside && near != far && beside != across;
                large[row][column] = corner ? near : small[y][x];
            }
        }
        return large;
    }

    private static boolean at(boolean[][] drawn, int row, int column) {
        return row >= 0 && row < drawn.length && column >= 0 && column < drawn[row].length && drawn[row][column];
    }

    private static float[][] halved(boolean[][] large) {
        float[][] ink = new float[large.length / 2][large[0].length / 2];
        for (int row = 0; row < large.length; row++) {
            for (int column = 0; column < large[row].length; column++) {
                ink[row / 2][column / 2] += large[row][column] ? .25f : 0;
            }
        }
        return ink;
    }
}
