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
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class LearnedPartsTest {
    private static final LearnedPartsSettings SETTINGS = new LearnedPartsSettings(3, 5, .7, .9, 2, 11);
    private static final int[] IDS = {0, 1, 2};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theGradientOfTheWholeLossIsThatOfFiniteDifferences(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Kernels kernels = KernelsProvider.open("nd4j");
                Arena arena = Arena.open(1 << 16);
                TensorRef images = TinyNetworks.images(seed, 2);
                PartNetwork network = new PartNetwork(TinyNetworks.SHAPE, SETTINGS)) {
            Inputs inputs = new Inputs(kernels, arena, images.tensor(), random);
            for (long i = 0; i < network.weights().length(); i++) {
                network.weights().set(i, network.weights().get(i) + (float) random.nextDouble(-.2, .2));
            }
            float[] weights = network.weights().toArray();
            network.gradients().zero();
            inputs.loss(network);
            float[] gradient = network.gradients().toArray();
            for (var slice : network.layout().slices()) {
                float[] direction = new float[weights.length];
                for (int i = 0; i < slice.length(); i++) {
                    direction[(int) slice.offset() + i] = random.nextBoolean() ? 1 : -1;
                }
                double expected = (moved(inputs, network, weights, direction, 1e-3f)
                                - moved(inputs, network, weights, direction, -1e-3f))
                        / 2e-3;
                double along = 0;
                double size = 0;
                for (int i = 0; i < weights.length; i++) {
                    along += (double) gradient[i] * direction[i];
                    size += Math.abs((double) gradient[i] * direction[i]);
                }
                assertThat(along).as(slice.name()).isCloseTo(expected, within(.02 * size + 2e-4));
            }
        }
    }

    private static double moved(
            Inputs inputs, PartNetwork network, float[] weights, float[] direction, float distance) {
        float[] there = weights.clone();
        for (int i = 0; i < there.length; i++) {
            there[i] += distance * direction[i];
        }
        network.weights().copyFrom(there);
        return inputs.loss(network);
    }

    /** Two images and random tokens. */
    private record Inputs(Kernels kernels, Arena arena, Tensor images, float[] tokens, float[] classTokens) {
        Inputs(Kernels kernels, Arena arena, Tensor images, SplittableRandom random) {
            this(kernels, arena, images, random(2 * 16 * 12, random), random(2 * 12, random));
        }

        private static float[] random(int length, SplittableRandom random) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = (float) random.nextDouble(-2, 2);
            }
            return values;
        }

        double loss(PartNetwork network) {
            arena.reset();
            Tensor classRows = arena.take(2, 12);
            classRows.copyFrom(classTokens);
            Tensor rows = arena.take(2 * 16, 12);
            rows.copyFrom(tokens);
            PartLoss loss =
                    new PartObjective(network, SETTINGS).lossAndGradients(kernels, arena, images, classRows, rows, 2);
            return loss.reconstruction() + .7 * loss.overlap() + .9 * loss.absence();
        }
    }

    @Test
    void learningGoesOnWhereItWasToTheLastBitAndLowersTheLoss() {
        try (Kernels kernels = KernelsProvider.open("auto");
                Weights encoder = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 3);
                LearnedParts whole = new LearnedParts(encoder, kernels, SETTINGS);
                LearnedParts first = new LearnedParts(encoder, kernels, SETTINGS);
                LearnedParts second = new LearnedParts(encoder, kernels, SETTINGS)) {
            PartLoss begin = learn(whole, images.tensor(), 1, 60);
            PartLoss end = learn(whole, images.tensor(), 61, 61);
            assertThat(end.reconstruction() + .7 * end.overlap() + .9 * end.absence())
                    .isLessThan(begin.reconstruction() + .7 * begin.overlap() + .9 * begin.absence());
            learn(first, images.tensor(), 1, 25);
            second.restore(first.state());
            learn(second, images.tensor(), 26, 61);
            assertThat(second.state()).isEqualTo(whole.state());
            assertThat(second.label(images.tensor(), IDS)).isDeepEqualTo(whole.label(images.tensor(), IDS));
        }
    }

    @Test
    void everyImageHasEveryPartAfterSomeLearning() {
        try (Kernels kernels = KernelsProvider.open("auto");
                Weights encoder = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, 3);
                LearnedParts parts = new LearnedParts(encoder, kernels, SETTINGS)) {
            learn(parts, images.tensor(), 1, 150);
            for (byte[] labels : parts.label(images.tensor(), IDS)) {
                assertThat(labels).hasSize(15).contains(0, 1, 2);
            }
        }
    }

    @Test
    void anOddPatchIsDrawnAsOnePixel() {
        ModelShape odd = new ModelShape(9, 15, 3, ModelShape.Tower.of(12, 1, 3), ModelShape.Tower.of(8, 1, 2));
        try (PartNetwork network = new PartNetwork(odd, SETTINGS)) {
            assertThat(network.drawnHeight()).isEqualTo(3);
            assertThat(network.drawnWidth()).isEqualTo(5);
        }
        try (PartNetwork network = new PartNetwork(TinyNetworks.SHAPE, SETTINGS)) {
            assertThat(network.drawnHeight()).isEqualTo(12);
        }
    }

    private static PartLoss learn(LearnedParts parts, Tensor images, int from, int to) {
        PartLoss first = new PartLoss(0, 0, 0);
        for (int step = from; step <= to; step++) {
            PartLoss loss = parts.learn(images, new PartStep(step, 3e-3f));
            first = step == from ? loss : first;
        }
        return first;
    }
}
