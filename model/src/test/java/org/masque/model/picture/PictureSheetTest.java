package org.masque.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.masque.masking.PatchGrid;

class PictureSheetTest {
    private static final PatchGrid GRID = new PatchGrid(2, 2);
    private static final PictureCaption CAPTION =
            new PictureCaption("smoke", 1200, 3, 1200, PredictionNote.PATCH_STATISTICS);
    // Visible, masked, thrown, masked.
    private static final byte[] STATES = {0, 1, -1, 1};
    private static final int GREEN = 0x00ff00;
    private static final int RED = 0xff0000;

    @Test
    void theCaptionCountsEpochsAsTheLogDoes() {
        assertThat(new PictureCaption("smoke", 48, 6.0, 48, PredictionNote.PIXELS)
                        .lines()
                        .get(0))
                .isEqualTo("Run smoke  |  step 48  |  epoch 6.00  |  weights version 48");
        assertThat(new PictureCaption("smoke", 48, Double.NaN, 48, PredictionNote.PIXELS)
                        .lines()
                        .get(0))
                .isEqualTo("Run smoke  |  step 48  |  weights version 48");
    }

    @Test
    void smallImagesAreEnlargedToAbout160PixelsAndLargeOnesStay() {
        SheetLayout small = SheetLayout.of(sheet(row("a", 32)));
        SheetLayout large = SheetLayout.of(sheet(row("a", 224)));

        assertThat(small.scale()).isEqualTo(5);
        assertThat(small.cell(0, 0)).returns(160, Box::width).returns(160, Box::height);
        assertThat(large.scale()).isEqualTo(1);
        assertThat(large.cell(0, 0).width()).isEqualTo(224);
    }

    @Test
    void thePictureIsAsLargeAsItsLayoutAndGrowsByOneCellPerRow() {
        BufferedImage one = sheet(row("a", 32)).draw();
        BufferedImage two = sheet(row("a", 32), row("b", 32)).draw();

        assertThat(one.getWidth()).isEqualTo(SheetLayout.of(sheet(row("a", 32))).width());
        assertThat(two.getWidth()).isEqualTo(one.getWidth());
        assertThat(two.getHeight() - one.getHeight()).isEqualTo(160 + 18);
    }

    @Test
    void everyColumnShowsWhatItsTitleSays() {
        PictureSheet sheet = sheet(row("a", 32));
        Drawn drawn = new Drawn(sheet);

        assertThat(drawn.patches(PictureColumn.IMAGE)).containsExactly(GREEN, GREEN, GREEN, GREEN);
        assertThat(drawn.patches(PictureColumn.MAP))
                .containsExactly(
                        ColourMap.colour(0), ColourMap.colour(.25f), ColourMap.colour(.5f), ColourMap.colour(1));
        int masked = ColourMap.mix(GREEN, Palette.MASKED, Palette.TINT);
        assertThat(drawn.patches(PictureColumn.STATES))
                .containsExactly(GREEN, masked, ColourMap.mix(GREEN, Palette.THROWN, Palette.TINT), masked);
        assertThat(drawn.patches(PictureColumn.RECONSTRUCTION)).containsExactly(GREEN, RED, Palette.ABSENT, RED);
        assertThat(drawn.patches(PictureColumn.PREDICTION)).containsExactly(RED, RED, Palette.ABSENT, RED);
    }

    @Test
    void thrownPatchesAreHatchedInStatesAndReconstruction() {
        PictureSheet sheet = sheet(row("a", 32));
        Drawn drawn = new Drawn(sheet);

        assertThat(drawn.colours(PictureColumn.STATES)).contains(Palette.THROWN_HATCH);
        assertThat(drawn.colours(PictureColumn.RECONSTRUCTION)).contains(Palette.ABSENT_HATCH);
        assertThat(drawn.colours(PictureColumn.IMAGE)).containsOnly(GREEN);
    }

    @Test
    void aSampleWithoutAMapIsGreyAndSaysSo() {
        PictureRow row = new PictureRow("a", plain(32, GREEN), GRID, null, STATES, plain(32, RED));
        Drawn drawn = new Drawn(sheet(row));

        assertThat(drawn.patches(PictureColumn.MAP)).containsOnly(Palette.ABSENT);
        assertThat(drawn.colours(PictureColumn.MAP)).contains(Palette.FAINT_TEXT);
    }

    @Test
    void everyPixelOfASmallImageIsASquare() {
        float[] rgb = new float[3 * 32 * 32];
        rgb[3 * (5 * 32 + 7)] = 1;
        PictureRow row = new PictureRow("a", new Pixels(32, 32, rgb), GRID, null, STATES, plain(32, RED));
        PictureSheet sheet = sheet(row);
        BufferedImage image = sheet.draw();
        Box cell = SheetLayout.of(sheet).cell(0, 0);
        for (int y = 0; y < 160; y++) {
            for (int x = 0; x < 160; x++) {
                int expected = y / 5 == 5 && x / 5 == 7 ? RED : 0;
                assertThat(image.getRGB(cell.left() + x, cell.top() + y) & 0xffffff)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void titlesLabelsAndCaptionAreDarkTextOnWhiteAndTheMarginsAreEmpty() {
        PictureSheet sheet = sheet(row("frog", 32));
        BufferedImage image = sheet.draw();
        SheetLayout layout = SheetLayout.of(sheet);

        for (int column = 0; column < 5; column++) {
            assertThat(darkest(image, layout.title(column))).isEqualTo(Palette.TEXT);
        }
        assertThat(darkest(image, layout.label(0))).isEqualTo(Palette.TEXT);
        assertThat(darkest(image, layout.caption())).isEqualTo(Palette.FAINT_TEXT);
        int margin = 27;
        assertThat(darkest(image, new Box(0, 0, margin, image.getHeight()))).isEqualTo(Palette.PAPER);
        assertThat(darkest(image, new Box(image.getWidth() - margin, 0, margin, image.getHeight())))
                .isEqualTo(Palette.PAPER);
        assertThat(darkest(image, new Box(0, image.getHeight() - margin, image.getWidth(), margin)))
                .isEqualTo(Palette.PAPER);
    }

    @Test
    void thePngReadsBackAsTheSamePictureAndIsTheSameEveryTime() throws IOException {
        PictureSheet sheet = sheet(row("a", 32));
        byte[] png = sheet.png();

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage drawn = sheet.draw();
        assertThat(colours(read)).isEqualTo(colours(drawn));
        assertThat(sheet.png()).isEqualTo(png);
    }

    @Test
    void noScreenIsNeeded() {
        assertThat(GraphicsEnvironment.isHeadless() || System.getenv("DISPLAY") != null)
                .isTrue();
        assertThat(sheet(row("a", 32)).png()).isNotEmpty();
    }

    @Test
    void imagesOfDifferentSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sheet(row("a", 32), row("b", 64)))
                .withMessageContaining("image of b is not as large as that of a");
    }

    @Test
    void rowsThatDoNotFitTheirGridAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureRow("a", plain(33, GREEN), GRID, null, STATES, plain(33, RED)))
                .withMessageContaining("cannot be cut into 2x2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureRow("a", plain(32, GREEN), GRID, new float[3], STATES, plain(32, RED)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureRow("a", plain(32, GREEN), GRID, null, STATES, plain(16, RED)));
    }

    private static PictureSheet sheet(PictureRow... rows) {
        return new PictureSheet(List.of(PictureColumn.values()), List.of(rows), CAPTION);
    }

    private static PictureRow row(String label, int side) {
        float[] map = {0, .2f, .4f, .8f};
        return new PictureRow(label, plain(side, GREEN), GRID, map, STATES, plain(side, RED));
    }

    private static Pixels plain(int side, int colour) {
        byte[] rgb = new byte[3 * side * side];
        for (int pixel = 0; pixel < side * side; pixel++) {
            rgb[3 * pixel] = (byte) (colour >> 16);
            rgb[3 * pixel + 1] = (byte) (colour >> 8);
            rgb[3 * pixel + 2] = (byte) colour;
        }
        return Pixels.ofBytes(side, side, rgb);
    }

    private static int[] colours(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static int darkest(BufferedImage image, Box box) {
        int darkest = Palette.PAPER;
        for (int colour : image.getRGB(box.left(), box.top(), box.width(), box.height(), null, 0, box.width())) {
            darkest = Math.min(darkest, colour & 0xffffff);
        }
        return darkest;
    }

    /** The first row of a sheet of images of 32 pixels. */
    private static final class Drawn {
        private final BufferedImage image;
        private final SheetLayout layout;
        private final List<PictureColumn> columns;

        Drawn(PictureSheet sheet) {
            columns = sheet.columns();
            image = sheet.draw();
            layout = SheetLayout.of(sheet);
        }

        /** A colour of each patch, taken near its upper left corner, between two strokes of a hatch. */
        int[] patches(PictureColumn column) {
            int[] colours = new int[4];
            for (int patch = 0; patch < 4; patch++) {
                Box cell = layout.cell(0, columns.indexOf(column));
                int left = cell.left() + patch % 2 * 80;
                int top = cell.top() + patch / 2 * 80;
                int between = Math.floorMod(5 - left - top, 8);
                colours[patch] = image.getRGB(left + between, top) & 0xffffff;
            }
            return colours;
        }

        List<Integer> colours(PictureColumn column) {
            Box cell = layout.cell(0, columns.indexOf(column));
            int[] all = image.getRGB(cell.left(), cell.top(), cell.width(), cell.height(), null, 0, cell.width());
            return Arrays.stream(all)
                    .map(colour -> colour & 0xffffff)
                    .distinct()
                    .boxed()
                    .toList();
        }
    }
}
