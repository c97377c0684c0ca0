package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.CropBox;
import org.masque.masking.ViewGeometry;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class ImageViewsTest {
    private static ImageViews augmented(long seed) {
        return ImageViews.augmented(
                new NumberedImages(30), NumberedImages.augmentation(), NumberedImages.patience(), seed);
    }

    private static float[] view(ViewSource source, int epoch, int id) {
        try (Views views = source.load(epoch, new int[] {id})) {
            return views.tensor().toArray();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aViewDependsOnSeedEpochAndIdAndOnNothingElse(long seed) {
        int[] ids = {7, 3, 29, 3};
        try (Views views = augmented(seed).load(5, ids)) {
            int length = views.tensor().columns() * 3 * 12;
            for (int i = 0; i < ids.length; i++) {
                assertThat(views.tensor().slice((long) i * length, length).toArray())
                        .as("view %d", i)
                        .isEqualTo(view(augmented(seed), 5, ids[i]));
            }
        }
        assertThat(view(augmented(seed), 6, 7)).isNotEqualTo(view(augmented(seed), 5, 7));
        assertThat(view(augmented(seed + 1), 5, 7)).isNotEqualTo(view(augmented(seed), 5, 7));
    }

    @Test
    void theGeometryIsTheAugmentationsOfTheSameNumbers() {
        try (Views views = augmented(11).load(2, new int[] {4, 9})) {
            assertThat(views.geometries())
                    .containsExactly(
                            NumberedImages.augmentation().geometryOf(11, 2, 4, 9, 14),
                            NumberedImages.augmentation().geometryOf(11, 2, 9, 9, 14));
            assertThat(views.tensor().shape()).containsExactly(2, 3, 12, 20);
        }
    }

    @Test
    void wholeImagesAreTheSameInEveryEpochAndNeitherCroppedNorFlipped() {
        ImageViews whole = new NumberedImages(30).whole();

        assertThat(view(whole, 0, 8)).isEqualTo(view(whole, 17, 8));
        try (Views views = whole.load(3, new int[] {8})) {
            assertThat(views.geometries()).containsExactly(new ViewGeometry(CropBox.whole(9, 14), false));
        }
    }

    @Test
    void badImagesAreLeftOutAndCounted() {
        SkipTally tally = new SkipTally();
        ImageViews views = ImageViews.whole(
                new NumberedImages(30, 0, 4, 5), NumberedImages.augmentation(), new SkipBudget(tally, 0.2, 30));
        try (Views some = views.load(0, new int[] {0, 3, 4, 5, 6})) {
            assertThat(some.size()).isEqualTo(2);
            assertThat(some.ids()).containsExactly(3, 6);
            assertThat(some.geometries()).hasSize(2);
            float[] good = new float[2 * 3 * 12 * 20];
            System.arraycopy(view(views, 0, 3), 0, good, 0, good.length / 2);
            System.arraycopy(view(views, 0, 6), 0, good, good.length / 2, good.length / 2);
            assertThat(some.tensor().toArray()).isEqualTo(good);
        }
        assertThat(tally.count(SkipReason.TRUNCATED)).isEqualTo(3);
    }

    @Test
    void whereAllAreBadThereAreNoViews() {
        ImageViews views = ImageViews.whole(
                new NumberedImages(3, 0, 1, 2), NumberedImages.augmentation(), NumberedImages.patience());
        try (Views none = views.load(0, new int[] {0, 1, 2})) {
            assertThat(none.size()).isZero();
        }
    }

    @Test
    void beyondTheBudgetTheRunEndsAndLeavesNoMemoryBehind() {
        ImageViews views = ImageViews.whole(
                new NumberedImages(30, 1, 2, 3, 4),
                NumberedImages.augmentation(),
                new SkipBudget(new SkipTally(), 0.1, 30));

        assertThatThrownBy(() -> views.load(0, IntStream.range(0, 8).toArray()).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("skipped 4 of 30 images (met: truncated 4)");
    }
}
