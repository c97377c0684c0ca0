package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.masking.StateCounts;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.ShardTrainer.Start;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.FloatArrays;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class ShardTrainerTest {
    private static final int BATCH = 7;
    private static final int MASKED = 8;
    private static final float SCALE = 1f / (BATCH * MASKED);

    private final byte[][] states = TinyNetworks.states(1, BATCH, 4, MASKED);

    @MustBeClosed
    private static ShardTrainer trainer(Weights weights, Tensor gradients, String choice, int microBatch) {
        return new ShardTrainer(
                weights, gradients, KernelsProvider.open(choice), PixelTarget.NORMALIZED_PIXELS, microBatch);
    }

    @ParameterizedTest(name = "{0}, micro-batches of {1}")
    @CsvSource({"simd, 1", "simd, 2", "simd, 3", "simd, 0", "nd4j, 2"})
    void microBatchesAddUpToTheWholeBatch(String choice, int microBatch) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, BATCH);
                TensorRef whole = TinyNetworks.gradients(weights);
                TensorRef parts = TinyNetworks.gradients(weights);
                ShardTrainer atOnce = trainer(weights, whole.tensor(), choice, BATCH);
                ShardTrainer inParts = trainer(weights, parts.tensor(), choice, microBatch)) {
            ShardResult expected = atOnce.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH);
            ShardResult actual = inParts.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH);

            assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-6));
            FloatArrays.assertClose(parts.tensor().toArray(), whole.tensor().toArray(), 1e-5);
        }
    }

    @Test
    void eachMicroBatchIsHeardOf() {
        AtomicInteger heard = new AtomicInteger();
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, BATCH);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = new ShardTrainer(
                        weights,
                        gradients.tensor(),
                        KernelsProvider.open("simd"),
                        PixelTarget.NORMALIZED_PIXELS,
                        2,
                        heard::incrementAndGet)) {
            trainer.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH);
        }
        assertThat(heard).hasValue(4);
    }

    @ParameterizedTest(name = "{0}, shards 0 to {1} to {2} to the end")
    @CsvSource({"simd, 3, 5", "simd, 0, 4", "simd, 7, 7", "nd4j, 1, 6"})
    void shardsAddUpToTheWholeBatch(String choice, int second, int third) {
        int[] bounds = {0, second, third, BATCH};
        try (Weights weights = TinyNetworks.weights(2);
                TensorRef images = TinyNetworks.images(2, BATCH);
                TensorRef whole = TinyNetworks.gradients(weights);
                TensorRef shard = TinyNetworks.gradients(weights);
                ShardTrainer one = trainer(weights, whole.tensor(), choice, 2);
                ShardTrainer other = trainer(weights, shard.tensor(), choice, 2)) {
            double expected = one.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH)
                    .loss();
            double loss = 0;
            float[] sum = new float[Math.toIntExact(weights.layout().length())];
            for (int i = 0; i < 3; i++) {
                loss += other.train(images.tensor(), states, bounds[i], bounds[i + 1], SCALE, Start.FRESH)
                        .loss();
                add(sum, shard.tensor().toArray());
            }

            assertThat(loss).isCloseTo(expected, within(1e-6));
            FloatArrays.assertClose(sum, whole.tensor().toArray(), 1e-5);
        }
    }

    private static void add(float[] sum, float[] addend) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += addend[i];
        }
    }

    @Test
    void aContinuedShardAddsAndAFreshOneForgets() {
        try (Weights weights = TinyNetworks.weights(3);
                TensorRef images = TinyNetworks.images(3, BATCH);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = trainer(weights, gradients.tensor(), "simd", 2)) {
            trainer.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH);
            float[] whole = gradients.tensor().toArray();
            trainer.train(images.tensor(), states, 0, 4, SCALE, Start.FRESH);
            trainer.train(images.tensor(), states, 4, BATCH, SCALE, Start.CONTINUED);

            FloatArrays.assertClose(gradients.tensor().toArray(), whole, 1e-5);
        }
    }

    @Test
    void anEmptyShardHasNoLossAndZeroGradients() {
        try (Weights weights = TinyNetworks.weights(4);
                TensorRef images = TinyNetworks.images(4, BATCH);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = trainer(weights, gradients.tensor(), "simd", 2)) {
            trainer.train(images.tensor(), states, 0, 2, SCALE, Start.FRESH);

            assertThat(trainer.train(images.tensor(), states, BATCH, BATCH, SCALE, Start.FRESH)
                            .loss())
                    .isZero();
            assertThat(gradients.tensor().toArray()).containsOnly(0);
        }
    }

    @Test
    void anImageInWhichNothingIsMaskedIsAsIfItWereNotThere() {
        try (Weights weights = TinyNetworks.weights(6);
                TensorRef images = TinyNetworks.images(6, BATCH);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = trainer(weights, gradients.tensor(), "simd", 2)) {
            byte[][] some = states.clone();
            some[1] = new byte[states[1].length];
            some[3] = new byte[states[3].length];
            double loss = trainer.train(images.tensor(), some, 0, BATCH, SCALE, Start.FRESH)
                    .loss();
            float[] gradient = gradients.tensor().toArray();
            double expected = 0;
            Start start = Start.FRESH;
            for (int[] range : new int[][] {{0, 1}, {2, 3}, {4, BATCH}}) {
                expected += trainer.train(images.tensor(), states, range[0], range[1], SCALE, start)
                        .loss();
                start = Start.CONTINUED;
            }

            assertThat(loss).isCloseTo(expected, within(1e-6));
            FloatArrays.assertClose(gradient, gradients.tensor().toArray(), 1e-5);
        }
    }

    @Test
    void theSameShardTwiceHasTheSameBits() {
        try (Weights weights = TinyNetworks.weights(5);
                TensorRef images = TinyNetworks.images(5, BATCH);
                TensorRef gradients = TinyNetworks.gradients(weights);
                ShardTrainer trainer = trainer(weights, gradients.tensor(), "simd", 3)) {
            double loss = trainer.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH)
                    .loss();
            float[] first = gradients.tensor().toArray();

            assertThat(trainer.train(images.tensor(), states, 0, BATCH, SCALE, Start.FRESH)
                            .loss())
                    .isEqualTo(loss);
            assertThat(gradients.tensor().toArray()).isEqualTo(first);
        }
    }

    @Test
    void imagesOfDifferentCountsInOneShardAreRefused() {
        byte[][] uneven = {states[0], TinyNetworks.states(6, 1, 5, MASKED)[0]};
        assertThatThrownBy(() -> ShardPatches.of(uneven, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 and 5 patches");
    }

    @Test
    void patchesAreListedImageAfterImage() {
        byte[][] two = {{0, 1, -1, 0}, {1, 0, 0, -1}, {-1, 0, 1, 0}};

        ShardPatches patches = ShardPatches.of(two, 1, 3);

        assertThat(patches.images()).isEqualTo(2);
        assertThat(patches.visible()).containsExactly(1, 2, 1, 3);
        assertThat(patches.masked()).containsExactly(0, 2);
    }

    @Test
    void aMicroBatchHoldsAboutFiveHundredRowsAndAtLeastOneImage() {
        assertThat(MicroBatch.choose(TinyNetworks.SHAPE, new StateCounts(4, 8, 3)))
                .isEqualTo(40);
        ModelShape huge = new ModelShape(448, 448, 14, Tower.of(1280, 32, 16), Tower.of(512, 8, 16));
        assertThat(MicroBatch.choose(huge, new StateCounts(256, 768, 0))).isEqualTo(1);
    }
}
