package org.masque.model.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.UnitRows;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class ClustersTest {
    private static final int[] IDS = {4, 9, 2};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void rowsOfThreeDirectionsFallIntoThreeClusters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rows = new float[30 * 3];
        for (int row = 0; row < 30; row++) {
            for (int d = 0; d < 3; d++) {
                rows[row * 3 + d] = (row % 3 == d ? 1 : 0) + (float) random.nextDouble(-.1, .1);
            }
        }
        UnitRows.normalize(rows, 3);
        byte[] labels = ImageClusters.clustered(rows, 3, 3, random);
        for (int row = 3; row < 30; row++) {
            assertThat(labels[row]).isEqualTo(labels[row % 3]);
        }
        assertThat(labels[0]).isNotEqualTo(labels[1]).isNotEqualTo(labels[2]);
        assertThat(labels[1]).isNotEqualTo(labels[2]);
    }

    @Test
    void aRowGoesToTheGroupWhoseMeanIsNearestAndNoneToAGroupWithoutRows() {
        // All but the last lie near one of the axes; the last was counted among the wrong ones. Group 2 has no rows.
        float[] rows = {1, .1f, 1, -.1f, 1, 0, .1f, 1, -.1f, 1, 0, -1, .1f, .9f};
        UnitRows.normalize(rows, 2);

        assertThat(Directions.regrouped(rows, new byte[] {0, 0, 0, 1, 1, 3, 0}, 4, 2))
                .containsExactly(0, 0, 0, 1, 1, 3, 1);
        // The last is far from both groups, and still none goes to the one without rows.
        float[] far = {1, 0, 1, .1f, 1, -.1f, 0, 1, .1f, 1, -1, -.5f};
        UnitRows.normalize(far, 2);
        assertThat(Directions.regrouped(far, new byte[] {0, 0, 0, 1, 1, 0}, 3, 2))
                .containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void numbersOnOneScaleKeepTheirProportions() {
        float[] values = {3, -3, 1, 1};
        Directions.standardize(values);

        assertThat(values[0] / values[2]).isCloseTo(3, within(1e-5f));
        assertThat(values[0] * values[0] + values[1] * values[1] + 2 * values[2] * values[2])
                .isCloseTo(4, within(1e-5f));
        float[] nothing = {0, 0};
        Directions.standardize(nothing);
        assertThat(nothing).containsOnly(0);
    }

    @Test
    void thePartOfAPatchIsTheHeadThatAttendsToItMostAfterAllWereStretched() {
        float[] attention = {.1f, .3f, .2f, .05f, .02f, .02f, .5f, .1f};
        assertThat(HeadParts.strongestHead(attention, 2)).containsExactly(0, 0, 1, 1);
        assertThat(HeadParts.strongestHead(new float[] {.2f, .2f, .1f, .9f}, 2)).containsExactly(0, 1);
    }

    @Test
    void labelsOfAnImageDependOnItsNumberAndTheSeedButNotOnTheRound() {
        try (Kernels kernels = KernelsProvider.open("nd4j");
                Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 3);
                ImageClusters clusters = new ImageClusters(weights, kernels, 4, 7);
                HeadParts heads = new HeadParts(weights, kernels)) {
            assertThat(clusters.label(images.tensor(), IDS)).isDeepEqualTo(clusters.label(images.tensor(), IDS));
            assertThat(heads.parts()).isEqualTo(3);
            for (byte[] labels : heads.label(images.tensor(), IDS)) {
                assertThat(labels).hasSize(15).containsOnly(0, 1, 2);
            }
        }
    }

    @Test
    void clustersOfASetGoOnWhereTheyWereToTheLastBit() {
        try (Kernels kernels = KernelsProvider.open("nd4j");
                Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 3);
                SetClusters whole = new SetClusters(weights, kernels, 4, 7);
                SetClusters first = new SetClusters(weights, kernels, 4, 7);
                SetClusters second = new SetClusters(weights, kernels, 4, 7)) {
            PartStep step = new PartStep(1, 1);
            double before = whole.learn(images.tensor(), step).reconstruction();
            double after = whole.learn(images.tensor(), step).reconstruction();
            assertThat(after).isLessThan(before);
            first.learn(images.tensor(), step);
            second.restore(first.state());
            second.learn(images.tensor(), step);
            assertThat(second.state()).isEqualTo(whole.state());
            assertThat(second.label(images.tensor(), IDS)).isDeepEqualTo(whole.label(images.tensor(), IDS));
        }
    }
}
