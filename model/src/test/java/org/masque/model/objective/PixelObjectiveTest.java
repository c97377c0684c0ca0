package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.PatchState;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.FloatArrays;
import org.masque.model.vit.Network;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.TinySimMim;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class PixelObjectiveTest {
    private static final int IMAGES = 3;
    private static final int VISIBLE = 4;
    private static final int MASKED = 6;

    /** All that one computation of a loss needs. */
    private record Bench(Kernels kernels, Arena arena, Weights weights, TensorRef gradients, TensorRef images)
            implements AutoCloseable {
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // components that close() closes
        static Bench open(String choice, long seed) {
            return open(choice, seed, TinyNetworks.weights(seed));
        }

        /** Owns the weights. */
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // components that close() closes
        static Bench open(String choice, long seed, Weights weights) {
            return new Bench(
                    KernelsProvider.open(choice),
                    Arena.open(1 << 16),
                    weights,
                    TinyNetworks.gradients(weights),
                    TinyNetworks.images(seed, IMAGES));
        }

        private PixelObjective objective(PixelTarget target) {
            return new PixelObjective(Network.over(weights, gradients.tensor()), target);
        }

        double loss(PixelTarget target, ShardPatches patches) {
            arena.reset();
            return objective(target).loss(kernels, arena, images.tensor(), patches, scale(patches));
        }

        double lossAndGradients(PixelTarget target, ShardPatches patches) {
            arena.reset();
            gradients.tensor().zero();
            return objective(target)
                    .lossAndGradients(kernels, arena, images.tensor(), patches, scale(patches))
                    .loss();
        }

        private static float scale(ShardPatches patches) {
            return 1f / patches.masked().length;
        }

        float[] gradient() {
            return gradients.tensor().toArray();
        }

        @Override
        public void close() {
            images.close();
            gradients.close();
            weights.close();
            arena.close();
            kernels.close();
        }
    }

    private static ShardPatches patches(byte[][] states) {
        return ShardPatches.of(states, 0, states.length);
    }

    @ParameterizedTest(name = "{0}, {1}, seed {2}")
    @CsvSource({"simd, PIXELS, 1", "simd, NORMALIZED_PIXELS, 2", "nd4j, NORMALIZED_PIXELS, 3"})
    void theGradientOfEveryParameterIsTheSlopeOfTheLoss(String choice, PixelTarget target, long seed) {
        try (Bench bench = Bench.open(choice, seed)) {
            assertSlopes(bench, target, patches(TinyNetworks.states(seed, IMAGES, VISIBLE, MASKED)), seed);
        }
    }

    @ParameterizedTest(name = "{0}, {1}, layer scale {2}, {3}, {4} visible and {5} masked of 15, seed {6}")
    @CsvSource({
        "simd, RELATIVE, 0.1, PIXELS, 6, 9, 1",
        "nd4j, RELATIVE, 0.1, PIXELS, 6, 9, 2",
        "simd, ABSOLUTE, 0, PIXELS, 4, 6, 3",
        "nd4j, ABSOLUTE, 0, NORMALIZED_PIXELS, 4, 6, 4",
        "simd, ABSOLUTE_AND_RELATIVE, 0, PIXELS, 5, 10, 5",
        "simd, NONE, 0.1, PIXELS, 4, 6, 6"
    })
    @SuppressWarnings("MustBeClosedChecker") // the bench owns the weights
    void soItIsWhereTheEncoderSeesAllTokens(
            String choice,
            Position position,
            double layerScale,
            PixelTarget target,
            int visible,
            int masked,
            long seed) {
        try (Bench bench = Bench.open(choice, seed, TinySimMim.weights(position, layerScale, seed))) {
            assertSlopes(bench, target, patches(TinyNetworks.states(seed, IMAGES, visible, masked)), seed);
        }
    }

    private static void assertSlopes(Bench bench, PixelTarget target, ShardPatches patches, long seed) {
        bench.lossAndGradients(target, patches);
        for (ParameterLayout.Slice slice : bench.weights().layout().slices()) {
            float[] gradient = bench.weights()
                    .slice(bench.gradients().tensor(), slice.name())
                    .toArray();
            float[] direction = direction(gradient, seed + slice.offset());
            double slope = slope(bench, target, patches, slice.name(), direction);
            assertThat(slope)
                    .as(slice.name())
                    .isCloseTo(dot(gradient, direction), within(5e-3 * norm(gradient) + 5e-5));
        }
    }

    // Half along the gradient, so that its length shows, and half across, so that its direction does.
    private static float[] direction(float[] gradient, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] chance = new float[gradient.length];
        for (int i = 0; i < chance.length; i++) {
            chance[i] = (float) random.nextDouble(-1, 1);
        }
        double along = 1 / Math.max(norm(gradient), 1e-12);
        double across = 1 / norm(chance);
        for (int i = 0; i < chance.length; i++) {
            chance[i] = (float) (chance[i] * across + gradient[i] * along);
        }
        return chance;
    }

    private static double slope(Bench bench, PixelTarget target, ShardPatches patches, String name, float[] direction) {
        double step = 3e-3;
        Tensor parameter = bench.weights().parameter(name);
        float[] at = parameter.toArray();
        parameter.copyFrom(moved(at, direction, step));
        double up = bench.loss(target, patches);
        parameter.copyFrom(moved(at, direction, -step));
        double down = bench.loss(target, patches);
        parameter.copyFrom(at);
        return (up - down) / (2 * step);
    }

    private static float[] moved(float[] at, float[] direction, double step) {
        float[] moved = at.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * direction[i]);
        }
        return moved;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static double norm(float[] a) {
        return Math.sqrt(dot(a, a));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void pixelsOfThrownPatchesReachNeitherLossNorGradient(String choice) {
        try (Bench bench = Bench.open(choice, 4)) {
            byte[][] states = TinyNetworks.states(4, IMAGES, VISIBLE, MASKED);
            double loss = bench.lossAndGradients(PixelTarget.NORMALIZED_PIXELS, patches(states));
            float[] gradient = bench.gradient();
            for (int image = 0; image < IMAGES; image++) {
                for (int thrown : PatchState.patches(states[image], PatchState.THROWN)) {
                    TinyNetworks.paint(bench.images().tensor(), image, thrown, Float.NaN);
                }
            }

            assertThat(bench.lossAndGradients(PixelTarget.NORMALIZED_PIXELS, patches(states)))
                    .isEqualTo(loss);
            assertThat(bench.gradient()).isEqualTo(gradient);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void pixelsOfMaskedAndOfVisiblePatchesBothMatter(String choice) {
        try (Bench bench = Bench.open(choice, 5)) {
            byte[][] states = TinyNetworks.states(5, IMAGES, VISIBLE, MASKED);
            for (byte state : new byte[] {PatchState.VISIBLE, PatchState.MASKED}) {
                double before = bench.loss(PixelTarget.PIXELS, patches(states));
                TinyNetworks.paint(bench.images().tensor(), 1, PatchState.patches(states[1], state)[0], 0.5f);
                assertThat(bench.loss(PixelTarget.PIXELS, patches(states)))
                        .as("state %d", state)
                        .isNotCloseTo(before, within(1e-5));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theOrderOfVisibleAndOfMaskedPatchesDoesNotMatter(String choice) {
        try (Bench bench = Bench.open(choice, 6)) {
            ShardPatches ascending = patches(TinyNetworks.states(6, IMAGES, VISIBLE, MASKED));
            ShardPatches descending =
                    new ShardPatches(IMAGES, reversedByImage(ascending.visible()), reversedByImage(ascending.masked()));
            double loss = bench.lossAndGradients(PixelTarget.NORMALIZED_PIXELS, ascending);
            float[] gradient = bench.gradient();

            assertThat(bench.lossAndGradients(PixelTarget.NORMALIZED_PIXELS, descending))
                    .isCloseTo(loss, within(1e-6 * loss));
            FloatArrays.assertClose(bench.gradient(), gradient, 1e-5);
        }
    }

    private static int[] reversedByImage(int[] patches) {
        int ofOne = patches.length / IMAGES;
        int[] reversed = new int[patches.length];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = patches[i / ofOne * ofOne + ofOne - 1 - i % ofOne];
        }
        return reversed;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theLossIsTheSameWithAndWithoutABackward(String choice) {
        try (Bench bench = Bench.open(choice, 7)) {
            ShardPatches patches = patches(TinyNetworks.states(7, IMAGES, VISIBLE, MASKED));
            assertThat(bench.loss(PixelTarget.PIXELS, patches))
                    .isEqualTo(bench.lossAndGradients(PixelTarget.PIXELS, patches));
        }
    }

    // Spec 1.3: with nothing predicted, each patch of n numbers costs (n-1)/n, since the variance is unbiased.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void predictingNothingCostsAlmostOneOnNormalizedPixels(String choice) {
        try (Bench bench = Bench.open(choice, 8)) {
            bench.weights().flat().zero();
            ShardPatches patches = patches(TinyNetworks.states(8, IMAGES, VISIBLE, MASKED));

            assertThat(bench.loss(PixelTarget.NORMALIZED_PIXELS, patches)).isCloseTo(47.0 / 48, within(1e-5));
        }
    }

    // Straight from the definition: the mean over masked patches of the mean square of their pixels.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void onlyMaskedPatchesAreInTheLoss(String choice) {
        try (Bench bench = Bench.open(choice, 9)) {
            bench.weights().flat().zero();
            byte[][] states = TinyNetworks.states(9, IMAGES, VISIBLE, MASKED);
            double expected = 0;
            for (int image = 0; image < IMAGES; image++) {
                for (int patch = 0; patch < states[image].length; patch++) {
                    float value = 0.25f + patch + 10 * image;
                    TinyNetworks.paint(bench.images().tensor(), image, patch, value);
                    expected += states[image][patch] == PatchState.MASKED ? (double) value * value : 0;
                }
            }

            double mean = expected / (IMAGES * MASKED);
            assertThat(bench.loss(PixelTarget.PIXELS, patches(states))).isCloseTo(mean, within(1e-5 * mean));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void gradientsAreAddedToWhatIsThere(String choice) {
        try (Bench bench = Bench.open(choice, 10)) {
            ShardPatches patches = patches(TinyNetworks.states(10, IMAGES, VISIBLE, MASKED));
            bench.lossAndGradients(PixelTarget.PIXELS, patches);
            float[] once = bench.gradient();
            bench.arena().reset();
            bench.objective(PixelTarget.PIXELS)
                    .lossAndGradients(
                            bench.kernels(), bench.arena(), bench.images().tensor(), patches, Bench.scale(patches));

            float[] twice = new float[once.length];
            for (int i = 0; i < twice.length; i++) {
                twice[i] = 2 * once[i];
            }
            FloatArrays.assertClose(bench.gradient(), twice, 1e-6);
        }
    }
}
