package org.masque.masking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.PatchGrid;

class PixelLabelsTest {
    @Test
    void aPatchHoldsTheSharesOfItsPixels() {
        PixelLabels pixels = new PixelLabels(2, 4, new byte[] {1, 1, 0, 0, 1, 0, -1, 2});

        double[][] shares = pixels.shares(new PatchGrid(1, 2));

        assertThat(shares[0]).containsExactly(.25, .5);
        assertThat(shares[1]).containsExactly(.75, 0);
        assertThat(shares[2]).containsExactly(0, .25);
    }

    @Test
    void aPixelOnAnEdgeIsDividedBetweenItsPatches() {
        PixelLabels pixels = new PixelLabels(1, 3, new byte[] {0, 1, 0});

        double[][] shares = pixels.shares(new PatchGrid(1, 2));

        assertThat(shares[1]).containsExactly(new double[] {1 / 3.0, 1 / 3.0}, within(1e-12));
        assertThat(shares[0]).containsExactly(new double[] {2 / 3.0, 2 / 3.0}, within(1e-12));
    }

    @Test
    void aPixelLargerThanAPatchFillsSeveral() {
        PixelLabels pixels = new PixelLabels(1, 2, new byte[] {0, 1});

        assertThat(pixels.shares(new PatchGrid(2, 4))[1]).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSharesOfAllLabelsAreTheirPixels(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int height = random.nextInt(1, 40);
        int width = random.nextInt(1, 40);
        byte[] labels = new byte[height * width];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = (byte) random.nextInt(-1, 4);
        }
        PatchGrid grid = new PatchGrid(random.nextInt(1, 12), random.nextInt(1, 12));

        double[][] shares = new PixelLabels(height, width, labels).shares(grid);

        for (int label = 0; label < shares.length; label++) {
            double expected = 0;
            for (byte each : labels) {
                expected += each == label ? 1 : 0;
            }
            double sum = Arrays.stream(shares[label]).sum() * height * width / grid.patches();
            assertThat(sum).isCloseTo(expected, within(1e-9));
        }
    }

    @Test
    void labelsThatDoNotFillTheImageAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PixelLabels(2, 2, new byte[3]))
                .withMessageContaining("2x2");
    }

    @Test
    void aBoxFillsPartsOfPatches() {
        double[] shares = new PixelBox(1, 0, 3, 2).shares(4, 4, new PatchGrid(2, 2));

        assertThat(shares).containsExactly(.5, .5, 0, 0);
    }

    @Test
    void aBoxWithoutPixelsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBox(3, 0, 3, 2));
    }
}
