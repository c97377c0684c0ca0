package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.DifficultyMaps;
import org.masque.model.vit.EncoderUse.Difficulty;
import org.masque.model.vit.EncoderUse.VisibleTokens;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.Network;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

/** A second decoder that learns which patches are hard (spec 5.6). */
@ExtendWith(NoTensorLeaks.class)
class DifficultyObjectiveTest {
    private static final int IMAGES = 2;
    private static final int MASKED = 6;
    private static final float SCALE = 1f / (IMAGES * MASKED);

    private static ModelShape shape(Difficulty difficulty, int depth) {
        return new ModelShape(12, 20, 4, Tower.of(12, 2, 3), new VisibleTokens(Tower.of(8, depth, 2), difficulty));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static Weights weights(ModelShape shape, long seed) {
        Weights weights = Weights.zeros(shape);
        Initialization.fill(weights, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            Tensor parameter = weights.parameter(slice.name());
            for (int i = 0; i < parameter.length(); i++) {
                parameter.set(i, parameter.get(i) + (float) random.nextDouble(-0.2, 0.2));
            }
        }
        return weights;
    }

    // Along a random direction of one tensor; the loss is a float's, so the step is large and the bound is wide. The
    // target of difficulty is a constant, which only tensors that pixels do not depend on are not held up by: the
    // second decoder's, and for the others the slope is that of the loss with the targets kept.
    @ParameterizedTest(name = "{0}, {1}, decoders of {2} blocks")
    @CsvSource({"simd, RANKED, 2", "simd, REGRESSED, 1", "nd4j, RANKED, 1"})
    void theGradientOfTheSecondDecoderIsTheSlopeOfTheLoss(String choice, Difficulty difficulty, int depth) {
        try (Weights weights = weights(shape(difficulty, depth), 3);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 16);
                TensorRef gradients = TinyNetworks.gradients(weights);
                TensorRef images = TinyNetworks.images(3, IMAGES)) {
            PixelObjective objective =
                    new PixelObjective(Network.over(weights, gradients.tensor()), PixelTarget.PIXELS);
            ShardPatches patches = ShardPatches.of(TinyNetworks.states(3, IMAGES, 5, MASKED), 0, IMAGES);
            objective.lossAndGradients(kernels, arena, images.tensor(), patches, SCALE);
            for (ParameterLayout.Slice slice : weights.layout().slices()) {
                if (!slice.name().startsWith("decoder_difficulty_")) {
                    continue;
                }
                Tensor parameter = weights.parameter(slice.name());
                float[] before = parameter.toArray();
                float[] gradient =
                        weights.slice(gradients.tensor(), slice.name()).toArray();
                double expected = 0;
                double[] losses = new double[2];
                float step = 2e-2f;
                for (int side = 0; side < 2; side++) {
                    SplittableRandom random = new SplittableRandom(slice.offset());
                    expected = 0;
                    for (int i = 0; i < before.length; i++) {
                        float direction = (float) random.nextDouble(-1, 1) / (float) Math.sqrt(before.length);
                        expected += (double) direction * gradient[i];
                        parameter.set(i, before[i] + (side == 0 ? step : -step) * direction);
                    }
                    arena.reset();
                    losses[side] = objective.loss(kernels, arena, images.tensor(), patches, SCALE);
                }
                parameter.copyFrom(before);
                assertThat((losses[0] - losses[1]) / (2 * step))
                        .as(slice.name())
                        .isCloseTo(expected, within(2e-4 + 0.02 * Math.abs(expected)));
            }
        }
    }

    @Test
    void theErrorOfDifficultyReachesTheEncoderToo() {
        float[] with = gradient(Difficulty.RANKED);
        float[] without = gradient(Difficulty.UNPREDICTED);
        double difference = 0;
        for (int i = 0; i < 12; i++) {
            difference += Math.abs(with[i] - without[i]);
        }
        assertThat(difference).isGreaterThan(1e-6);
    }

    // Of the class token, which comes first in both layouts.
    private static float[] gradient(Difficulty difficulty) {
        try (Weights weights = weights(shape(difficulty, 2), 4);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 16);
                TensorRef gradients = TinyNetworks.gradients(weights);
                TensorRef images = TinyNetworks.images(4, IMAGES)) {
            ShardPatches patches = ShardPatches.of(TinyNetworks.states(4, IMAGES, 5, MASKED), 0, IMAGES);
            new PixelObjective(Network.over(weights, gradients.tensor()), PixelTarget.PIXELS)
                    .lossAndGradients(kernels, arena, images.tensor(), patches, SCALE);
            return weights.slice(gradients.tensor(), "cls_token").toArray();
        }
    }

    // After some updates the predicted order is that of the losses, on the images it was learned from.
    @Test
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    void theSecondDecoderLearnsWhichPatchesAreHard() {
        try (TrainingState state = new TrainingState(weights(shape(Difficulty.RANKED, 2), 5), 0, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 16);
                TensorRef images = TinyNetworks.images(5, IMAGES)) {
            ShardPatches patches = ShardPatches.of(TinyNetworks.states(5, IMAGES, 5, MASKED), 0, IMAGES);
            PixelObjective objective =
                    new PixelObjective(Network.over(state.weights(), state.gradients(0)), PixelTarget.PIXELS);
            double first = 0;
            double last = 0;
            for (int update = 1; update <= 60; update++) {
                arena.reset();
                state.gradients(0).zero();
                last = objective
                        .lossAndGradients(kernels, arena, images.tensor(), patches, SCALE)
                        .loss();
                first = update == 1 ? last : first;
                state.updateSlice(0, kernels, new AdamStep(3e-3f, 0.9f, 0.95f, 1e-8f, update), 1, 0);
            }
            assertThat(last).isLessThan(0.7 * first);
        }
    }

    @Test
    void mapsOfDifficultyRankTheOutputsOfTheSecondDecoderFromZeroToOne() {
        try (Weights weights = weights(shape(Difficulty.RANKED, 2), 6);
                Kernels kernels = KernelsProvider.open("simd");
                TensorRef images = TinyNetworks.images(6, IMAGES);
                DifficultyMaps maps = new DifficultyMaps(weights, kernels)) {
            float[][] made = maps.of(images.tensor());
            assertThat(made).hasDimensions(IMAGES, 15);
            for (float[] map : made) {
                assertThat(map).contains(0, 1);
            }
            assertThat(maps.of(images.tensor())).isDeepEqualTo(made);
        }
    }
}
