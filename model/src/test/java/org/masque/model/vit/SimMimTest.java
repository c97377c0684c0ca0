package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse.Position;

@ExtendWith(NoTensorLeaks.class)
class SimMimTest {

    private static final int[] VISIBLE = {0, 4, 5, 9, 12};
    private static final int[] MASKED = {1, 2, 7, 13, 14};

    private static float[] predict(Weights weights, Tensor images, Kernels kernels, int[] visible, int[] masked) {
        try (Arena arena = Arena.open(1 << 16)) {
            return Network.over(weights, null)
                    .predictMasked(Tape.inference(kernels, arena), images, visible, masked)
                    .value()
                    .toArray();
        }
    }

    // A masked autoencoder's encoder under SimMIM's names; its key biases must be zero, since SimMIM has none.
    private static void copyEncoder(Weights mae, Weights simMim) {
        for (ParameterLayout.Slice slice : simMim.layout().slices()) {
            String name = slice.name().replace("encoder.", "");
            Tensor target = simMim.parameter(slice.name());
            if (name.endsWith("attn.q_bias")) {
                target.copyFrom(
                        mae.parameter(name.replace("q_bias", "qkv.bias")).slice(0, 12));
            } else if (name.endsWith("attn.v_bias")) {
                target.copyFrom(
                        mae.parameter(name.replace("v_bias", "qkv.bias")).slice(24, 12));
            } else if (mae.layout().has(name) && !name.equals("mask_token")) {
                target.copyFrom(mae.parameter(name));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void withNothingMaskedItsEncoderIsThatOfAMaskedAutoencoder(String choice) {
        try (Weights mae = TinyNetworks.weights(1);
                Weights simMim = Weights.zeros(TinySimMim.shape(Position.ABSOLUTE, 0));
                TensorRef images = TinyNetworks.images(1, 2);
                Arena arena = Arena.open(1 << 16);
                Kernels kernels = KernelsProvider.open(choice)) {
            for (int block = 0; block < 2; block++) {
                mae.parameter("blocks." + block + ".attn.qkv.bias")
                        .slice(12, 12)
                        .zero();
            }
            copyEncoder(mae, simMim);
            simMim.parameter(SimMimParameters.POSITIONS).copyFrom(mae.encoderPositions());
            Tape tape = Tape.inference(kernels, arena);
            Network expected = Network.over(mae, null);
            Network actual = Network.over(simMim, null);

            FloatArrays.assertClose(
                    actual.encodeAll(tape, images.tensor()).toArray(),
                    expected.encodeAll(tape, images.tensor()).toArray(),
                    1e-5);
            FloatArrays.assertClose(
                    actual.classAttention(tape, images.tensor()).toArray(),
                    expected.classAttention(tape, images.tensor()).toArray(),
                    1e-5);
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"simd, ABSOLUTE", "nd4j, ABSOLUTE", "simd, RELATIVE", "nd4j, RELATIVE"})
    void pixelsOfMaskedPatchesAreNeverLookedAt(String choice, Position position) {
        int[] visible = {0, 3, 4, 5, 6, 8, 9, 10, 11, 12};
        try (Weights weights = TinySimMim.weights(position, 0.1, 2);
                TensorRef images = TinyNetworks.images(2, 1);
                Kernels kernels = KernelsProvider.open(choice)) {
            float[] before = predict(weights, images.tensor(), kernels, visible, MASKED);
            for (int patch : MASKED) {
                TinyNetworks.paint(images.tensor(), 0, patch, Float.NaN);
            }

            assertThat(predict(weights, images.tensor(), kernels, visible, MASKED))
                    .isEqualTo(before);
            TinyNetworks.paint(images.tensor(), 0, 4, 1);
            assertThat(predict(weights, images.tensor(), kernels, visible, MASKED))
                    .isNotEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void aThrownPatchIsGoneBeforeTheFirstBlock(String choice) {
        try (Weights weights = TinySimMim.weights(Position.ABSOLUTE, 0, 3);
                TensorRef images = TinyNetworks.images(3, 1);
                Kernels kernels = KernelsProvider.open(choice)) {
            float[] before = predict(weights, images.tensor(), kernels, VISIBLE, MASKED);
            for (int thrown : new int[] {3, 6, 8, 10, 11}) {
                TinyNetworks.paint(images.tensor(), 0, thrown, Float.NaN);
                // Neither its pixels nor its position may reach any other token.
                weights.parameter(SimMimParameters.POSITIONS).set((thrown + 1) * 12L, Float.NaN);
            }

            assertThat(predict(weights, images.tensor(), kernels, VISIBLE, MASKED))
                    .isEqualTo(before)
                    .hasSize(MASKED.length * 48);
        }
    }

    @Test
    void aMaskedPatchKnowsWhereItIsByPositionOnly() {
        try (Weights placed = TinySimMim.weights(Position.ABSOLUTE, 0, 4);
                Weights lost = TinySimMim.weights(Position.NONE, 0, 4);
                TensorRef images = TinyNetworks.images(4, 1);
                Kernels kernels = KernelsProvider.open("simd")) {
            float[] here = predict(placed, images.tensor(), kernels, VISIBLE, new int[] {1});
            float[] there = predict(placed, images.tensor(), kernels, VISIBLE, new int[] {13});
            assertThat(there).isNotEqualTo(here);

            FloatArrays.assertClose(
                    predict(lost, images.tensor(), kernels, VISIBLE, new int[] {13}),
                    predict(lost, images.tensor(), kernels, VISIBLE, new int[] {1}),
                    1e-5);
        }
    }

    @Test
    void relativePositionsWithThrownPatchesAreRefused() {
        try (Weights weights = TinySimMim.weights(Position.RELATIVE, 0.1, 5);
                TensorRef images = TinyNetworks.images(5, 1);
                Kernels kernels = KernelsProvider.open("simd")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> predict(weights, images.tensor(), kernels, VISIBLE, MASKED))
                    .withMessageContaining("11 of 16 tokens")
                    .withMessageContaining("absolute positions");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theBiasReachesTheClassTokensAttention(String choice) {
        try (Weights weights = TinySimMim.weights(Position.RELATIVE, 0.1, 6);
                TensorRef images = TinyNetworks.images(6, 2);
                Kernels kernels = KernelsProvider.open(choice)) {
            // The first block does nothing, so that the bias can be seen in the last one only.
            weights.parameter("encoder.blocks.0.gamma_1").zero();
            weights.parameter("encoder.blocks.0.gamma_2").zero();
            float[] before = classAttention(weights, images.tensor(), kernels);
            Tensor table = weights.parameter(SimMimParameters.BIAS_TABLE);
            int fromClassToPatch = RelativePositions.index(TinyNetworks.SHAPE.grid())[1];
            table.set(fromClassToPatch * 3L, table.get(fromClassToPatch * 3L) + 2);
            float[] after = classAttention(weights, images.tensor(), kernels);

            for (int i = 0; i < before.length; i++) {
                boolean firstHead = i / 15 % 3 == 0;
                assertThat(after[i]).as("weight %d", i).satisfies(firstHead ? moreThan(before[i]) : equalTo(before[i]));
            }
        }
    }

    private static float[] classAttention(Weights weights, Tensor images, Kernels kernels) {
        try (Arena arena = Arena.open(1 << 16)) {
            return Network.over(weights, null)
                    .classAttention(Tape.inference(kernels, arena), images)
                    .toArray();
        }
    }

    private static Consumer<Float> moreThan(float before) {
        return after -> assertThat(after).isGreaterThan(before);
    }

    private static Consumer<Float> equalTo(float before) {
        return after -> assertThat(after).isEqualTo(before);
    }
}
