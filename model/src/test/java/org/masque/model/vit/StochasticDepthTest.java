package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.masking.PatchState;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class StochasticDepthTest {
    private static final int IMAGES = 10_000;

    @Test
    void branchesAreSkippedMoreOftenTheDeeperTheyLieAndTheMeanStays() {
        StochasticDepth depth = new StochasticDepth(0.2, 7);
        int blocks = 5;
        double[] skipped = new double[2 * blocks];
        double[] mean = new double[2 * blocks];
        for (int id = 0; id < IMAGES; id++) {
            float[] factors = depth.factors(3, id, blocks);
            for (int branch = 0; branch < factors.length; branch++) {
                skipped[branch] += factors[branch] == 0 ? 1.0 / IMAGES : 0;
                mean[branch] += factors[branch] / IMAGES;
            }
        }
        for (int branch = 0; branch < 2 * blocks; branch++) {
            assertThat(skipped[branch]).isCloseTo(0.2 * Math.floorDiv(branch, 2) / (blocks - 1), within(0.015));
            assertThat(mean[branch]).isCloseTo(1, within(0.02));
        }
        assertThat(skipped[0]).isZero();
    }

    @Test
    void whatAnImageSkipsDependsOnSeedEpochAndIdOnly() {
        StochasticDepth depth = new StochasticDepth(0.5, 7);
        assertThat(depth.factors(3, 11, 12)).isEqualTo(depth.factors(3, 11, 12));
        assertThat(depth.factors(4, 11, 12)).isNotEqualTo(depth.factors(3, 11, 12));
        assertThat(depth.factors(3, 12, 12)).isNotEqualTo(depth.factors(3, 11, 12));
        assertThat(new StochasticDepth(0.5, 8).factors(3, 11, 12)).isNotEqualTo(depth.factors(3, 11, 12));
        SkippedBranches batch = depth.of(3, new int[] {10, 11, 12});
        float[] ofBatch = Objects.requireNonNull(batch.factors(12).get(11).attention());
        assertThat(batch.chosen(new int[] {1}).factors(12).get(11).attention()).containsExactly(ofBatch[1]);
    }

    @Test
    void whatOneImageSkipsDoesNotTouchTheOthersOfItsBatch() {
        try (Weights weights = Weights.zeros(TinySimMim.shape(EncoderUse.Position.RELATIVE, 0.1));
                Kernels kernels = KernelsProvider.open("simd");
                Arena arena = Arena.open(1 << 16);
                TensorRef images = TinyNetworks.images(1, 2)) {
            Initialization.fill(weights, 1);
            SplittableRandom random = new SplittableRandom(1);
            for (long i = 0; i < weights.flat().length(); i++) {
                weights.flat().set(i, weights.flat().get(i) + (float) random.nextDouble(-0.2, 0.2));
            }
            byte[][] states = TinyNetworks.states(1, 2, 9, 6);
            int[] visible = both(states, PatchState.VISIBLE);
            int[] masked = both(states, PatchState.MASKED);
            // At a rate of 0.9 one id keeps both branches of the last block, another skips one.
            StochasticDepth depth = new StochasticDepth(0.9, 3);
            int keeper = first(depth, 0);
            int skipper = first(depth, 1);
            Network network = Network.over(weights, null);
            float[] plain = network.predictMasked(Tape.inference(kernels, arena), images.tensor(), visible, masked)
                    .value()
                    .toArray();
            arena.reset();
            float[] skipped = network.predict(
                            Tape.inference(kernels, arena), images.tensor(), visible, masked, depth.of(0, new int[] {
                                skipper, skipper
                            }))
                    .pixels()
                    .value()
                    .toArray();
            arena.reset();
            float[] mixed = network.predict(
                            Tape.inference(kernels, arena), images.tensor(), visible, masked, depth.of(0, new int[] {
                                keeper, skipper
                            }))
                    .pixels()
                    .value()
                    .toArray();
            int half = plain.length / 2;
            assertThat(skipped[half]).isNotEqualTo(plain[half]);
            for (int i = half; i < plain.length; i++) {
                assertThat(mixed[i]).isCloseTo(skipped[i], within(1e-5f));
            }
        }
    }

    private static int[] both(byte[][] states, byte state) {
        int[] first = PatchState.patches(states[0], state);
        int[] second = PatchState.patches(states[1], state);
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    // The first id that skips so many of the last block's two branches.
    private static int first(StochasticDepth depth, int count) {
        for (int id = 0; ; id++) {
            float[] factors = depth.factors(0, id, 2);
            if ((factors[2] == 0 ? 1 : 0) + (factors[3] == 0 ? 1 : 0) == count) {
                return id;
            }
        }
    }
}
