package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class NearestNeighboursTest {
    // Cosines with the test image (1, 0): 0.96 for class 0; 0.8 and 0.6 for class 1.
    private static final float[] TRAIN = {96, 28, 0.8f, 0.6f, 6, -8};
    private static final int[] TRAIN_LABELS = {0, 1, 1};

    @Test
    void lengthsDoNotMatterOnlyDirections() {
        assertThat(predict(1, 0.07, TRAIN, TRAIN_LABELS, new float[] {1000, 0})).containsExactly(0);
        assertThat(predict(1, 0.07, TRAIN, TRAIN_LABELS, new float[] {0.001f, -0.001f}))
                .containsExactly(1);
    }

    // exp(0.96/T) against exp(0.8/T) + exp(0.6/T): equal at T = 0.355.
    @ParameterizedTest(name = "temperature {0} gives class {1}")
    @CsvSource({"0.07, 0", "0.34, 0", "0.37, 1", "5, 1"})
    void theTemperatureWeighsNearVotesAgainstManyVotes(double temperature, int predicted) {
        assertThat(predict(3, temperature, TRAIN, TRAIN_LABELS, new float[] {1, 0}))
                .containsExactly(predicted);
    }

    @Test
    void aTinyTemperatureDoesNotOverflow() {
        assertThat(predict(3, 1e-5, TRAIN, new int[] {2, 1, 1}, new float[] {1, 0}))
                .containsExactly(2);
    }

    @Test
    void onlyTheNearestKVote() {
        assertThat(predict(2, 100, TRAIN, new int[] {1, 1, 0}, new float[] {1, 0}))
                .containsExactly(1);
        assertThat(predict(1, 100, TRAIN, new int[] {2, 1, 1}, new float[] {1, 0}))
                .containsExactly(2);
    }

    @Test
    void equalSimilaritiesRankByIndexAndEqualVotesByClass() {
        float[] twins = {0, 1, 1, 0, 1, 0};
        assertThat(predict(1, 0.07, twins, new int[] {0, 2, 1}, new float[] {1, 0}))
                .containsExactly(2);
        assertThat(predict(2, 0.07, twins, new int[] {0, 2, 1}, new float[] {1, 0}))
                .containsExactly(1);
    }

    @Test
    void aTrainingSetSmallerThanKVotesAsAWhole() {
        assertThat(predict(20, 5, TRAIN, TRAIN_LABELS, new float[] {1, 0})).containsExactly(1);
    }

    @Test
    void aFeatureOfZerosIsAsFarFromAll() {
        assertThat(predict(1, 0.07, TRAIN, TRAIN_LABELS, new float[] {0, 0})).containsExactly(0);
    }

    @Test
    void accuracyIsTheShareOfRightAnswers() {
        try (Features train = Features.of(TRAIN, 2, TRAIN_LABELS);
                Features test = Features.of(new float[] {1, 0, 1, 0, 1, -1, 1, -1}, 2, new int[] {0, 1, 1, 7})) {
            assertThat(new NearestNeighbours(1, 0.07).accuracy(train, test)).isEqualTo(0.5);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theBlockedSearchAgreesWithTheNaiveOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = 3 + random.nextInt(20);
        // More than one block of 500, and the last one not full.
        try (Features train = drawn(200 + random.nextInt(200), width, random);
                Features test = drawn(1001 + random.nextInt(400), width, random)) {
            int k = 1 + random.nextInt(30);
            int[] naive = IntStream.range(0, test.count())
                    .map(image -> naive(k, 0.07, train, test.rows(image, 1).toArray()))
                    .toArray();
            assertThat(new NearestNeighbours(k, 0.07).predict(train, test)).containsExactly(naive);
        }
    }

    @Test
    void featuresOfTwoWidthsAreRefused() {
        try (Features train = Features.of(TRAIN, 2, TRAIN_LABELS);
                Features test = Features.of(TRAIN, 3, new int[] {0, 0})) {
            assertThatThrownBy(() -> new NearestNeighbours(1, 0.07).predict(train, test))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("training features are 2 wide, test features 3");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new NearestNeighbours(0, 0.07)).hasMessageContaining("k 0");
        assertThatThrownBy(() -> new NearestNeighbours(1, 0)).hasMessageContaining("temperature 0.0");
        assertThatThrownBy(() -> new NearestNeighbours(1, Double.NaN)).hasMessageContaining("temperature NaN");
    }

    private static int[] predict(int k, double temperature, float[] train, int[] labels, float[] image) {
        try (Features known = Features.of(train, 2, labels);
                Features asked = Features.of(image, 2, new int[] {0})) {
            return new NearestNeighbours(k, temperature).predict(known, asked);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    private static Features drawn(int count, int width, SplittableRandom random) {
        float[] values = new float[count * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Features.of(values, width, random.ints(count, 0, 5).toArray());
    }

    private static int naive(int k, double temperature, Features train, float[] image) {
        double[] cosines = IntStream.range(0, train.count())
                .mapToDouble(row -> cosine(train.rows(row, 1).toArray(), image))
                .toArray();
        double[] votes = new double[train.classes()];
        IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -cosines[row]))
                .limit(k)
                .forEach(row -> votes[train.label(row)] += Math.exp(cosines[row] / temperature));
        return IntStream.range(0, votes.length)
                .boxed()
                .max(Comparator.comparingDouble(candidate -> votes[candidate]))
                .orElseThrow();
    }

    private static double cosine(float[] left, float[] right) {
        double product = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            product += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return product / Math.sqrt(leftSquares * rightSquares);
    }
}
