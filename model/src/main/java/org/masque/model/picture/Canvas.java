package org.masque.model.picture;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/** A white sheet to draw on; colours are 0xRRGGBB, and what lies outside is not drawn. */
final class Canvas {
    private static final int HATCH_PERIOD = 8;
    private static final int HATCH_STROKE = 3;

    private final int width;
    private final int height;
    private final int[] colours;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        colours = new int[width * height];
        Arrays.fill(colours, Palette.PAPER);
    }

    void fill(Box box, int colour) {
        blend(box, colour, 1);
    }

    /** Lays a colour over a box; a share of 1 hides what was there. */
    void blend(Box box, int colour, float share) {
        for (int y = box.top(); y < box.bottom(); y++) {
            for (int x = box.left(); x < box.right(); x++) {
                blend(x, y, colour, share);
            }
        }
    }

    /** Draws diagonal strokes, which go on from one box to its neighbour. */
    void hatch(Box box, int colour) {
        for (int y = box.top(); y < box.bottom(); y++) {
            for (int x = box.left(); x < box.right(); x++) {
                if (Math.floorMod(x + y, HATCH_PERIOD) < HATCH_STROKE) {
                    blend(x, y, colour, 1);
                }
            }
        }
    }

    /** Draws a line of one pixel along the inner edge of a box. */
    void frame(Box box, int colour) {
        fill(new Box(box.left(), box.top(), box.width(), 1), colour);
        fill(new Box(box.left(), box.bottom() - 1, box.width(), 1), colour);
        fill(new Box(box.left(), box.top(), 1, box.height()), colour);
        fill(new Box(box.right() - 1, box.top(), 1, box.height()), colour);
    }

    /** Draws a straight line with round ends and soft edges; places are those of pixel corners. */
    void line(Point from, Point to, double thickness, int colour) {
        double radius = thickness / 2;
        int top = (int) Math.floor(Math.min(from.y(), to.y()) - radius - 1);
        int bottom = (int) Math.ceil(Math.max(from.y(), to.y()) + radius + 1);
        int left = (int) Math.floor(Math.min(from.x(), to.x()) - radius - 1);
        int right = (int) Math.ceil(Math.max(from.x(), to.x()) + radius + 1);
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double inside = radius + .5 - new Point(x + .5, y + .5).distance(from, to);
                if (inside > 0) {
                    blend(x, y, colour, (float) Math.min(1, inside));
                }
            }
        }
    }

    /** Draws a part of an image, each pixel a square of {@code scale} x {@code scale}. */
    void image(Pixels pixels, Box part, int scale, Box corner) {
        for (int row = part.top(); row < part.bottom(); row++) {
            for (int column = part.left(); column < part.right(); column++) {
                Box square = new Box(column, row, 1, 1).scaled(scale, corner);
                fill(square, pixels.colour(row, column));
            }
        }
    }

    /** Writes one line of text from its upper left corner on. */
    void text(int left, int top, String text, int colour) {
        int x = left;
        for (int each = 0; each < text.length(); each++) {
            float[][] ink = Typeface.ink(text.charAt(each));
            for (int row = 0; row < ink.length; row++) {
                for (int column = 0; column < ink[row].length; column++) {
                    blend(x + column, top + row, colour, ink[row][column]);
                }
            }
            x += Typeface.advance(text.charAt(each));
        }
    }

    BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, colours, 0, width);
        return image;
    }

    private void blend(int x, int y, int colour, float share) {
        if (x >= 0 && x < width && y >= 0 && y < height) {
            int at = y * width + x;
            colours[at] = ColourMap.mix(colours[at], colour, share);
        }
    }
}
