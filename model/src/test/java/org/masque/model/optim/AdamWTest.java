package org.masque.model.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.FloatArrays;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class AdamWTest {
    private static final float DECAY = 0.05f;
    private static final int STEPS = 3;

    private static AdamStep step(long number) {
        return new AdamStep(1e-2f * number, 0.9f, 0.95f, 1e-8f, number);
    }

    private static void fillGradients(Weights weights, Tensor gradients, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            for (long i = slice.offset(); i < slice.offset() + slice.length(); i++) {
                gradients.set(i, (float) random.nextDouble(-1, 1));
            }
        }
    }

    /** The published update, in double precision, float by float. */
    private static double[] naive(float[] start, double[][] gradients, boolean decayed) {
        double[] p = new double[start.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = start[i];
            double m = 0;
            double v = 0;
            for (int t = 1; t <= STEPS; t++) {
                AdamStep step = step(t);
                double g = gradients[t - 1][i];
                m = step.beta1() * m + (1 - step.beta1()) * g;
                v = step.beta2() * v + (1 - step.beta2()) * g * g;
                double unbiasedM = m / (1 - Math.pow(step.beta1(), t));
                double unbiasedV = v / (1 - Math.pow(step.beta2(), t));
                p[i] -= step.learningRate() * (decayed ? DECAY : 0) * p[i];
                p[i] -= step.learningRate() * unbiasedM / (Math.sqrt(unbiasedV) + step.epsilon());
            }
        }
        return p;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void threeStepsAreThoseOfTheFormulaAndDecayOnlyWhatIsDecayed(String choice) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef gradients = TinyNetworks.gradients(weights);
                AdamW optimizer = new AdamW(weights, DECAY);
                Kernels kernels = KernelsProvider.open(choice)) {
            float[] start = weights.flat().toArray();
            double[][] given = new double[STEPS][];
            for (int t = 1; t <= STEPS; t++) {
                fillGradients(weights, gradients.tensor(), t);
                given[t - 1] = doubles(gradients.tensor().toArray());
                optimizer.update(
                        kernels,
                        gradients.tensor(),
                        step(t),
                        0,
                        weights.layout().length());
            }

            double[] decayed = naive(start, given, true);
            double[] plain = naive(start, given, false);
            for (ParameterLayout.Slice slice : weights.layout().slices()) {
                double[] expected = slice.decayed() ? decayed : plain;
                assertThat(weights.parameter(slice.name()).toArray())
                        .as(slice.name())
                        .usingComparatorWithPrecision(2e-6f)
                        .containsExactly(floats(expected, (int) slice.offset(), (int) slice.length()));
            }
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[] floats(double[] values, int from, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) values[from + i];
        }
        return floats;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theCutDoesNotMatter(String choice) {
        try (Weights whole = TinyNetworks.weights(2);
                Weights cut = TinyNetworks.weights(2);
                TensorRef gradients = TinyNetworks.gradients(whole);
                AdamW wholeOptimizer = new AdamW(whole, DECAY);
                AdamW cutOptimizer = new AdamW(cut, DECAY);
                Kernels kernels = KernelsProvider.open(choice)) {
            fillGradients(whole, gradients.tensor(), 3);
            long length = whole.layout().length();
            wholeOptimizer.update(kernels, gradients.tensor(), step(1), 0, length);
            long from = 0;
            for (long to : new long[] {1, 7, 100, 101, 1003, length}) {
                cutOptimizer.update(kernels, gradients.tensor(), step(1), from, to);
                from = to;
            }

            assertThat(cutOptimizer.m().toArray()).isEqualTo(wholeOptimizer.m().toArray());
            assertThat(cutOptimizer.v().toArray()).isEqualTo(wholeOptimizer.v().toArray());
            FloatArrays.assertClose(cut.flat().toArray(), whole.flat().toArray(), 1e-7);
        }
    }

    @Test
    void nothingOutsideTheCutMoves() {
        try (Weights weights = TinyNetworks.weights(4);
                TensorRef gradients = TinyNetworks.gradients(weights);
                AdamW optimizer = new AdamW(weights, DECAY);
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(weights, gradients.tensor(), 5);
            float[] before = weights.flat().toArray();
            optimizer.update(kernels, gradients.tensor(), step(1), 21, 203);

            float[] after = weights.flat().toArray();
            for (int i = 0; i < before.length; i++) {
                if (i < 21 || i >= 203) {
                    assertThat(after[i]).as("float %d", i).isEqualTo(before[i]);
                }
            }
            assertThat(after[21]).isNotEqualTo(before[21]);
            assertThat(after[202]).isNotEqualTo(before[202]);
        }
    }
}
