package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.tensor.Tensor;

/** What holds for classifying images. */
interface ClassLaws {
    Kernels kernels();

    // The definition, without a trick against overflow.
    private static double crossEntropy(double[] logits, int[] labels, int classes, double smoothing) {
        double error = 0;
        for (int row = 0; row < labels.length; row++) {
            double sum = 0;
            for (int each = 0; each < classes; each++) {
                sum += Math.exp(logits[row * classes + each]);
            }
            for (int each = 0; each < classes; each++) {
                double wanted = each == labels[row] ? 1 - smoothing + smoothing / classes : smoothing / classes;
                error -= wanted * Math.log(Math.exp(logits[row * classes + each]) / sum);
            }
        }
        return error;
    }

    private static int[] labels(long seed, int rows, int classes) {
        return new SplittableRandom(seed).ints(rows, 0, classes).toArray();
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} classes, smoothed by {3}")
    @CsvSource({"1, 1, 2, 0", "2, 5, 10, 0.1", "3, 17, 3, 0", "4, 2, 101, 0.3"})
    default void crossEntropyIsThatOfTheDefinitionAndGoesDownAlongItsGradient(
            long seed, int rows, int classes, float smoothing) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor logits = tensors.input(rows, classes);
            Tensor dlogits = tensors.output(rows, classes);
            int[] labels = labels(seed, rows, classes);
            double sum = kernels().softmaxCrossEntropy(logits, labels, smoothing, 0.25f, dlogits);
            double expected = crossEntropy(doubles(logits), labels, classes, smoothing);
            assertThat(sum).isCloseTo(expected, within(1e-5 * expected));
            assertClose(
                    "dlogits",
                    dlogits,
                    gradient(
                            v -> new double[] {crossEntropy(v, labels, classes, smoothing)},
                            doubles(logits),
                            new double[] {0.25}));
        }
    }

    @Test
    default void theGradientOfClassesMayTakeThePlaceOfScores() {
        try (LawTensors tensors = LawTensors.seeded(8)) {
            Tensor logits = tensors.state(3, 6);
            Tensor apart = tensors.output(3, 6);
            int[] labels = {5, 0, 2};
            double sum = kernels().softmaxCrossEntropy(logits, labels, 0.1f, 1, apart);
            assertThat(kernels().softmaxCrossEntropy(logits, labels, 0.1f, 1, logits))
                    .isEqualTo(sum);
            assertThat(logits.toArray()).isEqualTo(apart.toArray());
        }
    }

    @Test
    default void largeScoresDoNotOverflow() {
        try (LawTensors tensors = LawTensors.seeded(9)) {
            Tensor logits = tensors.state(1, 3);
            logits.copyFrom(new float[] {1000, 0, -1000});
            Tensor dlogits = tensors.output(1, 3);
            assertThat(kernels().softmaxCrossEntropy(logits, new int[] {1}, 0, 1, dlogits))
                    .isCloseTo(1000, within(1e-3));
            assertThat(dlogits.toArray()).containsExactly(1, -1, 0);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, width {3}")
    @CsvSource({"1, 1, 2, 1", "2, 3, 5, 7", "3, 2, 17, 16", "4, 4, 3, 33"})
    default void theMeanOfTokensLeavesTheFirstOneOut(long seed, int images, int tokens, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(images * tokens, width);
            Tensor y = tensors.output(images, width);
            kernels().tokenMeans(x, tokens, y);
            assertClose("y", y, means(doubles(x), tokens, width));
            Tensor dy = tensors.input(images, width);
            Tensor dx = tensors.output(images * tokens, width);
            kernels().tokenMeansBackward(dy, tokens, dx);
            assertClose("dx", dx, gradient(v -> means(v, tokens, width), doubles(x), doubles(dy)));
        }
    }

    private static double[] means(double[] x, int tokens, int width) {
        double[] means = new double[x.length / tokens];
        for (int i = 0; i < x.length; i++) {
            int row = i / width;
            means[row / tokens * width + i % width] += row % tokens == 0 ? 0 : x[i] / (tokens - 1);
        }
        return means;
    }
}
