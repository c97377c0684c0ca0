package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;

class AugmentationTest {
    private static Augmentation mae() {
        return new Augmentation(
                32,
                32,
                Augmentation.MAE_CROP_SCALE,
                Augmentation.MAE_CROP_RATIO,
                0.5,
                new float[] {0, 0, 0},
                new float[] {1, 1, 1});
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyCropLiesInsideAndKeepsItsAreaAndShape(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            CropBox box = mae().geometry(240, 320, random).crop();
            assertThat(box.top()).isNotNegative();
            assertThat(box.left()).isNotNegative();
            assertThat(box.top() + box.height()).isLessThanOrEqualTo(240);
            assertThat(box.left() + box.width()).isLessThanOrEqualTo(320);
            // Sides are rounded to whole pixels, at most half a pixel off on about 100.
            double share = (double) box.height() * box.width() / (240 * 320);
            assertThat(share).isBetween(0.2 * 0.99, 1.0);
            assertThat((double) box.width() / box.height()).isBetween(0.75 * 0.99, 4.0 / 3 * 1.01);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void areasAndFlipsAreSpreadEvenly(long seed) {
        // A small share always fits, so no try is rejected and the area's mean is that of its range.
        Augmentation small = new Augmentation(
                8,
                8,
                new Augmentation.Range(0.1, 0.3),
                Augmentation.MAE_CROP_RATIO,
                0.5,
                new float[] {0, 0, 0},
                new float[] {1, 1, 1});
        SplittableRandom random = new SplittableRandom(seed);
        List<ViewGeometry> views = IntStream.range(0, 10_000)
                .mapToObj(i -> small.geometry(500, 500, random))
                .toList();

        double share = views.stream()
                .mapToDouble(view -> view.crop().height() * (double) view.crop().width() / 250_000)
                .average()
                .orElseThrow();
        double logRatio = views.stream()
                .mapToDouble(view ->
                        Math.log((double) view.crop().width() / view.crop().height()))
                .average()
                .orElseThrow();
        assertThat(share).isCloseTo(0.2, within(0.003));
        assertThat(logRatio).isCloseTo(0, within(0.01));
        assertThat(views.stream().filter(ViewGeometry::flipped).count()).isBetween(4800L, 5200L);
    }

    @Test
    void anImageTooNarrowForAnyCropGivesItsCentreAtTheNearestRatio() {
        Augmentation wholeArea = new Augmentation(
                8, 8, new Augmentation.Range(1, 1), Augmentation.MAE_CROP_RATIO, 0, new float[] {0, 0, 0}, new float[] {
                    1, 1, 1
                });

        assertThat(wholeArea.geometry(1000, 30, new SplittableRandom(1)).crop())
                .isEqualTo(new CropBox(480, 0, 40, 30, 1000, 30));
        assertThat(wholeArea.geometry(30, 1000, new SplittableRandom(1)).crop())
                .isEqualTo(new CropBox(0, 480, 30, 40, 30, 1000));
        assertThat(wholeArea.geometry(1, 1, new SplittableRandom(1)).crop()).isEqualTo(CropBox.whole(1, 1));
    }

    @Test
    void aViewDependsOnSeedEpochAndSampleAndOnNothingElse() {
        ViewGeometry view = mae().geometryOf(7, 3, 42, 100, 80);
        List<ViewGeometry> elsewhere = IntStream.range(0, 1000)
                .parallel()
                .mapToObj(i -> mae().geometryOf(7, 3, 42, 100, 80))
                .distinct()
                .toList();

        assertThat(elsewhere).containsExactly(view);
        assertThat(mae().geometryOf(8, 3, 42, 100, 80)).isNotEqualTo(view);
        assertThat(mae().geometryOf(7, 4, 42, 100, 80)).isNotEqualTo(view);
        assertThat(mae().geometryOf(7, 3, 43, 100, 80)).isNotEqualTo(view);
    }

    @Test
    void theWholeViewIsTheWholeImageUnflipped() {
        assertThat(Augmentation.whole(12, 34)).isEqualTo(new ViewGeometry(CropBox.whole(12, 34), false));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Augmentation.Range(0, 1)).hasMessageContaining("0.0 to 1.0");
        assertThatThrownBy(() -> new Augmentation.Range(2, 1)).hasMessageContaining("2.0 to 1.0");
        float[] three = {1, 1, 1};
        Augmentation.Range one = new Augmentation.Range(1, 1);
        Augmentation.Range two = new Augmentation.Range(1, 2);
        assertThatThrownBy(() -> new Augmentation(8, 8, two, one, 0, three, three))
                .hasMessageContaining("2.0");
        assertThatThrownBy(() -> new Augmentation(8, 8, one, one, 1.5, three, three))
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> new Augmentation(8, 8, one, one, 0, three, new float[] {1, 0, 1}))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Augmentation(0, 8, one, one, 0, three, three))
                .hasMessageContaining("0x8");
    }
}
