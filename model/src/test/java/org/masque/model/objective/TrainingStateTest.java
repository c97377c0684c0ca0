package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;

@ExtendWith(NoTensorLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // a training state owns its weights
class TrainingStateTest {
    private static final AdamStep STEP = new AdamStep(1e-2f, 0.9f, 0.95f, 1e-8f, 1);

    @MustBeClosed
    private static TrainingState state(int workers) {
        return new TrainingState(TinyNetworks.weights(1), 0.05f, workers);
    }

    // Multiples of 1/1024, which floats add without rounding: the workers' sum is the same whatever the split.
    private static void fillGradients(TrainingState state) {
        SplittableRandom random = new SplittableRandom(9);
        for (ParameterLayout.Slice slice : state.weights().layout().slices()) {
            for (long i = slice.offset(); i < slice.offset() + slice.length(); i++) {
                int left = random.nextInt(-512, 512);
                for (int worker = state.workers() - 1; worker > 0; worker--) {
                    int part = left / 2 + worker;
                    state.gradients(worker).set(i, part / 1024f);
                    left -= part;
                }
                state.gradients(0).set(i, left / 1024f);
            }
        }
    }

    private static double step(TrainingState state, Kernels kernels, float gradientScale) {
        double squares = 0;
        for (int worker = 0; worker < state.workers(); worker++) {
            squares += state.reduceSlice(worker, kernels);
        }
        for (int worker = 0; worker < state.workers(); worker++) {
            state.updateSlice(worker, kernels, STEP, gradientScale, 0);
        }
        return squares;
    }

    @ParameterizedTest(name = "{0}, {1} workers")
    @CsvSource({"simd, 2", "simd, 3", "simd, 7", "nd4j, 2", "nd4j, 3"})
    void severalWorkersMakeTheBitsOfOne(String choice, int workers) {
        try (TrainingState one = state(1);
                TrainingState several = state(workers);
                Kernels kernels = KernelsProvider.open(choice)) {
            fillGradients(one);
            fillGradients(several);
            double expected = step(one, kernels, 1);
            double squares = step(several, kernels, 1);

            assertThat(squares).isCloseTo(expected, within(1e-9 * expected));
            assertThat(bits(several.gradients(0))).isEqualTo(bits(one.gradients(0)));
            assertThat(bits(several.optimizer().m()))
                    .isEqualTo(bits(one.optimizer().m()));
            assertThat(bits(several.optimizer().v()))
                    .isEqualTo(bits(one.optimizer().v()));
            assertThat(bits(several.weights().flat()))
                    .isEqualTo(bits(one.weights().flat()));
        }
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[Math.toIntExact(tensor.length())];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.get(i));
        }
        return bits;
    }

    // With equal gradients everywhere, Adam's first step moves every float by the learning rate: once, not twice.
    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2, 3, 5})
    void theSlicesCoverEveryFloatExactlyOnce(int workers) {
        try (TrainingState state = new TrainingState(TinyNetworks.weights(2), 0, workers);
                Kernels kernels = KernelsProvider.open("simd")) {
            float[] before = state.weights().flat().toArray();
            for (long i = 0; i < before.length; i++) {
                for (int worker = 0; worker < workers; worker++) {
                    state.gradients(worker).set(i, 0.5f);
                }
            }
            step(state, kernels, 1);

            float[] after = state.weights().flat().toArray();
            assertThat(state.gradients(0).toArray()).containsOnly(0.5f * workers);
            for (ParameterLayout.Slice slice : state.weights().layout().slices()) {
                for (int i = (int) slice.offset(); i < slice.offset() + slice.length(); i++) {
                    assertThat(before[i] - after[i]).as("float %d", i).isCloseTo(1e-2f, within(1e-6f));
                }
            }
        }
    }

    @Test
    void theGapsBetweenSlicesStayZero() {
        try (TrainingState state = state(2);
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(state);
            step(state, kernels, 1);

            float[] flat = state.weights().flat().toArray();
            int end = 0;
            for (ParameterLayout.Slice slice : state.weights().layout().slices()) {
                for (int i = end; i < slice.offset(); i++) {
                    assertThat(flat[i]).as("float %d", i).isZero();
                }
                end = (int) (slice.offset() + slice.length());
            }
        }
    }

    @Test
    void clippingScalesTheGradientsBeforeTheUpdate() {
        try (TrainingState clipped = state(3);
                TrainingState halved = state(3);
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(clipped);
            fillGradients(halved);
            for (int worker = 0; worker < 3; worker++) {
                kernels.scale(halved.gradients(worker), 0.5f);
            }
            step(clipped, kernels, 0.5f);
            step(halved, kernels, 1);

            assertThat(bits(clipped.weights().flat()))
                    .isEqualTo(bits(halved.weights().flat()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aGradientThatIsNotFiniteShowsInTheSumOfSquares(float bad) {
        try (TrainingState state = state(2);
                Kernels kernels = KernelsProvider.open("simd")) {
            fillGradients(state);
            state.gradients(1).set(state.gradients(1).length() - 40, bad);

            assertThat(state.reduceSlice(0, kernels)).isFinite();
            assertThat(state.reduceSlice(1, kernels)).isNotFinite();
        }
    }
}
