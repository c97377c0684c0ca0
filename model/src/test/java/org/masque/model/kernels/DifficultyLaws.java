package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.Tensor;

/** What holds for predicted difficulty, for skipped branches and for moving averages. */
interface DifficultyLaws {
    Kernels kernels();

    // Spec 5.6, CHECK: 6 ordered pairs.
    @Test
    default void theRankingErrorIsThatOfTheSpecification() {
        try (LawTensors tensors = LawTensors.seeded(1)) {
            Tensor scores = tensors.state(1, 3);
            Tensor targets = tensors.state(1, 3);
            scores.copyFrom(new float[] {.5f, .1f, .9f});
            targets.copyFrom(new float[] {1, 2, 3});
            assertThat(kernels().rankingError(scores, targets, 1, tensors.output(1, 3)))
                    .isCloseTo(0.599042, within(5e-7));
        }
    }

    // The definition, pair by ordered pair.
    private static double ranking(double[] scores, double[] targets, int width) {
        double sum = 0;
        for (int from = 0; from < scores.length; from += width) {
            double ofImage = 0;
            int pairs = 0;
            for (int i = from; i < from + width; i++) {
                for (int j = from; j < from + width; j++) {
                    double sigma = 1 / (1 + Math.exp(scores[i] - scores[j]));
                    if (targets[j] > targets[i]) {
                        ofImage -= Math.log(sigma + 1e-6);
                    } else if (targets[j] < targets[i]) {
                        ofImage -= Math.log(1 - sigma + 1e-6);
                    }
                    pairs += targets[i] == targets[j] ? 0 : 1;
                }
            }
            sum += pairs == 0 ? 0 : ofImage / pairs;
        }
        return sum;
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches")
    @CsvSource({"1, 1, 2", "2, 3, 7", "3, 2, 17", "4, 1, 48"})
    default void theRankingErrorGoesDownAlongItsGradient(long seed, int images, int patches) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor scores = tensors.input(images, patches);
            Tensor targets = tensors.state(images, patches);
            targets.set(1, targets.get(0));
            Tensor dscores = tensors.output(images, patches);
            double[] t = doubles(targets);
            double sum = kernels().rankingError(scores, targets, 0.25f, dscores);
            double expected = ranking(doubles(scores), t, patches);
            assertThat(sum).isCloseTo(expected, within(1e-5 * expected + 1e-9));
            assertClose(
                    "dscores",
                    dscores,
                    gradient(v -> new double[] {ranking(v, t, patches)}, doubles(scores), new double[] {0.25}));
        }
    }

    @Test
    default void gradientsMayTakeThePlaceOfScores() {
        try (LawTensors tensors = LawTensors.seeded(8)) {
            Tensor scores = tensors.state(3, 6);
            Tensor targets = tensors.input(3, 6);
            Tensor apart = tensors.output(3, 6);
            float[] before = scores.toArray();
            double sum = kernels().rankingError(scores, targets, 1, apart);
            assertThat(kernels().rankingError(scores, targets, 1, scores)).isEqualTo(sum);
            assertThat(scores.toArray()).isEqualTo(apart.toArray());
            scores.copyFrom(before);
            sum = kernels().standardizedError(scores, targets, 1, apart);
            assertThat(kernels().standardizedError(scores, targets, 1, scores)).isEqualTo(sum);
            assertThat(scores.toArray()).isEqualTo(apart.toArray());
        }
    }

    @Test
    default void scoresAllOfWhosePairsAreTiesHaveNoRankingErrorAndNoGradient() {
        try (LawTensors tensors = LawTensors.seeded(2)) {
            Tensor targets = tensors.state(1, 5);
            targets.copyFrom(new float[] {2, 2, 2, 2, 2});
            Tensor dscores = tensors.output(1, 5);
            assertThat(kernels().rankingError(tensors.input(1, 5), targets, 1, dscores))
                    .isZero();
            assertThat(dscores.toArray()).containsOnly(0);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches")
    @CsvSource({"1, 1, 2", "2, 3, 7", "3, 2, 17"})
    default void theStandardizedErrorIsThatOfTargetsWithMeanZeroAndDeviationOne(long seed, int images, int patches) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor scores = tensors.input(images, patches);
            Tensor targets = tensors.input(images, patches);
            Tensor dscores = tensors.output(images, patches);
            double[] t = doubles(targets);
            double sum = kernels().standardizedError(scores, targets, 0.5f, dscores);
            double expected = standardized(doubles(scores), t, patches);
            assertThat(sum).isCloseTo(expected, within(1e-5 * expected));
            assertClose(
                    "dscores",
                    dscores,
                    gradient(v -> new double[] {standardized(v, t, patches)}, doubles(scores), new double[] {0.5}));
        }
    }

    private static double standardized(double[] scores, double[] targets, int width) {
        double sum = 0;
        for (int from = 0; from < scores.length; from += width) {
            double[] ofImage = Arrays.copyOfRange(targets, from, from + width);
            double mean = Arrays.stream(ofImage).average().orElseThrow();
            double variance =
                    Arrays.stream(ofImage).map(t -> (t - mean) * (t - mean)).sum() / width;
            for (int i = 0; i < width; i++) {
                double error = scores[from + i] - (ofImage[i] - mean) / Math.sqrt(variance + 1e-6);
                sum += error * error / width;
            }
        }
        return sum;
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void theMeanOfARowGivesEachOfItsNumbersTheSameGradient(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, width);
            Tensor y = tensors.output(rows);
            Tensor dy = tensors.input(rows);
            Tensor dx = tensors.output(rows, width);
            kernels().rowMeans(x, y);
            kernels().rowMeansBackward(dy, dx);
            double[] means = new double[rows];
            double[] back = new double[rows * width];
            for (int i = 0; i < back.length; i++) {
                means[i / width] += (double) x.get(i) / width;
                back[i] = (double) dy.get(i / width) / width;
            }
            assertClose("y", y, means);
            assertClose("dx", dx, back);
        }
    }

    @ParameterizedTest(name = "{0} images of {1} tokens, {2} columns")
    @CsvSource({"1, 1, 1", "2, 3, 5", "3, 17, 20", "4, 2, 33"})
    default void eachImageIsScaledByItsOwnFactor(int images, int tokens, int width) {
        try (LawTensors tensors = LawTensors.seeded(images)) {
            float[] factors = new float[images];
            for (int image = 0; image < images; image++) {
                factors[image] = image % 2 * 1.25f;
            }
            Tensor x = tensors.input(images * tokens, width);
            Tensor y = tensors.output(images * tokens, width);
            kernels().scaleImages(x, factors, y);
            for (int i = 0; i < y.length(); i++) {
                assertThat(y.get(i)).isEqualTo(x.get(i) * factors[i / (tokens * width)]);
            }
        }
    }

    @ParameterizedTest(name = "{0} floats")
    @CsvSource({"1", "16", "33", "1000"})
    default void aMovingAverageMovesAShareOfTheWay(int count) {
        try (LawTensors tensors = LawTensors.seeded(count)) {
            Tensor average = tensors.state(count);
            Tensor x = tensors.input(count);
            double[] expected = new double[count];
            float decay = 0.875f;
            Arrays.setAll(expected, i -> (double) average.get(i) * decay + (double) x.get(i) * (1 - decay));
            kernels().movingAverage(average, x, decay);
            assertClose("average", average, expected);
        }
    }
}
