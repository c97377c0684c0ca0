package org.masque.model.picture;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Function;

/**
 * A chart of curves, as a picture that looks the same on every machine and needs no font.
 *
 * @param title above
 * @param xTitle what is to the right
 * @param yTitle what is upwards
 * @param curves at least one; their colours are told apart by colour-blind eyes too
 */
public record CurveChart(String title, String xTitle, String yTitle, List<ChartCurve> curves) {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 600;
    private static final int MARGIN = 28;
    private static final int LINE = Typeface.HEIGHT + 8;
    private static final int LABELS = 70;
    private static final int RIGHT = 12;
    private static final int SWATCH = 26;
    private static final int GRID = 0xe8ebee;
    private static final int MOST_DOTS = 40;
    private static final float FAINT = .62f;
    // M. Okabe and K. Ito, Color Universal Design, 2008; without yellow, which is faint on white.
    private static final int[] COLOURS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xe69f00, 0x444444};

    public CurveChart {
        curves = List.copyOf(curves);
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("a chart without curves: " + title);
        }
    }

    /** Draws the chart as the bytes of a PNG file. */
    public byte[] png() {
        return PngBytes.of(draw());
    }

    /** Draws the chart. */
    public BufferedImage draw() {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        canvas.text(MARGIN, MARGIN, title, Palette.TEXT);
        int below = legend(canvas, MARGIN + LINE + 4);
        canvas.text(MARGIN, below + 8, yTitle, Palette.FAINT_TEXT);
        int top = below + 8 + LINE + 4;
        Box plot = new Box(MARGIN + LABELS, top, WIDTH - 2 * MARGIN - LABELS - RIGHT, HEIGHT - top - MARGIN - 2 * LINE);
        ChartAxis across = ChartAxis.fromZero(extreme(ChartCurve.Run::x, 1));
        ChartAxis up = ChartAxis.over(-extreme(ChartCurve.Run::y, -1), extreme(ChartCurve.Run::y, 1));
        axes(canvas, plot, across, up);
        Placed placed = new Placed(canvas, plot, across, up);
        for (int each = 0; each < curves.size(); each++) {
            curve(placed, curves.get(each), COLOURS[each % COLOURS.length]);
        }
        return canvas.image();
    }

    // The largest of all values times a sign.
    private double extreme(Function<ChartCurve.Run, double[]> values, int sign) {
        double most = Double.NEGATIVE_INFINITY;
        for (ChartCurve curve : curves) {
            for (ChartCurve.Run run : curve.runs()) {
                for (double value : values.apply(run)) {
                    most = Double.isFinite(value) ? Math.max(most, sign * value) : most;
                }
            }
        }
        return Double.isFinite(most) ? most : sign;
    }

    private int legend(Canvas canvas, int top) {
        int left = MARGIN;
        int line = top;
        for (int each = 0; each < curves.size(); each++) {
            String name = curves.get(each).name();
            int width = SWATCH + 8 + Typeface.width(name) + 24;
            if (left > MARGIN && left + width > WIDTH - MARGIN) {
                left = MARGIN;
                line += LINE;
            }
            double middle = line + Typeface.HEIGHT / 2.0 - 2;
            canvas.line(
                    new Point(left + 2, middle),
                    new Point(left + SWATCH - 2, middle),
                    4,
                    COLOURS[each % COLOURS.length]);
            canvas.text(left + SWATCH + 8, line, name, Palette.TEXT);
            left += width;
        }
        return line + LINE;
    }

    private void axes(Canvas canvas, Box plot, ChartAxis across, ChartAxis up) {
        for (double tick : up.ticks()) {
            int y = (int) Math.round(plot.bottom() - up.place(tick) * plot.height());
            canvas.fill(new Box(plot.left(), y, plot.width(), 1), GRID);
            String label = up.label(tick);
            canvas.text(plot.left() - 10 - Typeface.width(label), y - 8, label, Palette.FAINT_TEXT);
        }
        for (double tick : across.ticks()) {
            int x = (int) Math.round(plot.left() + across.place(tick) * plot.width());
            canvas.fill(new Box(x, plot.bottom(), 1, 6), Palette.LINE);
            String label = across.label(tick);
            canvas.text(x - Typeface.width(label) / 2, plot.bottom() + 12, label, Palette.FAINT_TEXT);
        }
        canvas.fill(new Box(plot.left(), plot.bottom(), plot.width(), 1), Palette.LINE);
        canvas.text(plot.right() - Typeface.width(xTitle), plot.bottom() + 14 + LINE, xTitle, Palette.FAINT_TEXT);
    }

    // Where values lie on the sheet.
    private record Placed(Canvas canvas, Box plot, ChartAxis across, ChartAxis up) {
        Point point(double x, double y) {
            return new Point(plot.left() + across.place(x) * plot.width(), plot.bottom() - up.place(y) * plot.height());
        }

        void draw(ChartCurve.Run run, double thickness, int colour) {
            for (int each = 1; each < run.x().length; each++) {
                if (Double.isFinite(run.y()[each - 1]) && Double.isFinite(run.y()[each])) {
                    canvas.line(
                            point(run.x()[each - 1], run.y()[each - 1]),
                            point(run.x()[each], run.y()[each]),
                            thickness,
                            colour);
                }
            }
        }

        void dots(ChartCurve.Run run, double size, int colour) {
            for (int each = 0; each < run.x().length; each++) {
                if (Double.isFinite(run.y()[each])) {
                    Point place = point(run.x()[each], run.y()[each]);
                    canvas.line(place, place, size, colour);
                }
            }
        }
    }

    private static void curve(Placed placed, ChartCurve curve, int colour) {
        int faint = ColourMap.mix(colour, Palette.PAPER, FAINT);
        boolean dotted = curve.runs().stream().allMatch(run -> run.x().length <= MOST_DOTS);
        if (curve.runs().size() > 1) {
            for (ChartCurve.Run run : curve.runs()) {
                placed.draw(run, 1.4, faint);
                if (dotted) {
                    placed.dots(run, 5, faint);
                }
            }
        }
        placed.draw(curve.mean(), 3, colour);
        if (dotted) {
            placed.dots(curve.mean(), 9, colour);
        }
    }
}
