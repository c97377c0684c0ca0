package org.masque.model.objective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.masque.masking.PatchState;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.FloatArrays;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.TinySimMim;
import org.masque.model.vit.Weights;

/** A network of zeros predicts its last bias, whatever it sees: so the tests choose the prediction. */
@ExtendWith(NoTensorLeaks.class)
class ReconstructionTest {
    private static final int PATCH = 7;
    private static final int PIXELS = 48;

    private final byte[] states = TinyNetworks.states(1, 1, 5, 6)[0];

    private static Tensor prediction(Weights weights) {
        return weights.parameter("decoder_pred.bias");
    }

    // Row, column, channel: as the decoder predicts.
    private static float[] pixels(Kernels kernels, Tensor view, int patch) {
        try (TensorRef pixels = TensorRef.zeros(1, PIXELS)) {
            kernels.extractPatches(view, 4, new int[] {patch}, PixelOrder.CHANNEL_LAST, pixels.tensor());
            return pixels.tensor().toArray();
        }
    }

    private static float[] normalized(Kernels kernels, Tensor view, int patch) {
        try (TensorRef pixels = TensorRef.of(pixels(kernels, view, patch), 1, PIXELS)) {
            kernels.normalizePatches(pixels.tensor());
            return pixels.tensor().toArray();
        }
    }

    private static byte[] onlyMasked(int masked) {
        byte[] states = new byte[TinyNetworks.SHAPE.patches()];
        states[masked] = PatchState.MASKED;
        return states;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(PixelTarget.class)
    void visibleAndThrownPatchesStayAsTheyAreAndMaskedOnesArePainted(PixelTarget target) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef view = TinyNetworks.images(1, 1);
                TensorRef picture = TensorRef.zeros(1, 3, 12, 20);
                Kernels kernels = KernelsProvider.open("simd");
                Reconstruction reconstruction = new Reconstruction(weights, target, kernels)) {
            picture.tensor().copyFrom(reconstruction.of(view.tensor(), states));

            for (int patch = 0; patch < states.length; patch++) {
                float[] before = pixels(kernels, view.tensor(), patch);
                float[] after = pixels(kernels, picture.tensor(), patch);
                assertThat(after).doesNotContain(Float.NaN);
                if (states[patch] == PatchState.MASKED) {
                    assertThat(after).as("masked patch %d", patch).isNotEqualTo(before);
                } else {
                    assertThat(after).as("patch %d", patch).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void plainPixelsArePaintedWhereTheyBelong() {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE);
                TensorRef view = TinyNetworks.images(2, 1);
                TensorRef picture = TensorRef.zeros(1, 3, 12, 20);
                Kernels kernels = KernelsProvider.open("simd");
                Reconstruction reconstruction = new Reconstruction(weights, PixelTarget.PIXELS, kernels)) {
            for (int i = 0; i < PIXELS; i++) {
                prediction(weights).set(i, i);
            }
            picture.tensor().copyFrom(reconstruction.of(view.tensor(), states));

            for (int masked : PatchState.patches(states, PatchState.MASKED)) {
                assertThat(pixels(kernels, picture.tensor(), masked))
                        .isEqualTo(prediction(weights).toArray());
            }
        }
    }

    @Test
    void aNetworkThatPredictsChannelAfterChannelIsPaintedInItsOrder() {
        try (Weights weights = Weights.zeros(TinySimMim.shape(EncoderUse.Position.ABSOLUTE, 0));
                TensorRef view = TinyNetworks.images(2, 1);
                TensorRef picture = TensorRef.zeros(1, 3, 12, 20);
                TensorRef painted = TensorRef.zeros(1, PIXELS);
                Kernels kernels = KernelsProvider.open("simd");
                Reconstruction reconstruction = new Reconstruction(weights, PixelTarget.PIXELS_ABSOLUTE, kernels)) {
            for (int i = 0; i < PIXELS; i++) {
                weights.parameter("decoder.0.bias").set(i, i);
            }
            picture.tensor().copyFrom(reconstruction.of(view.tensor(), states));

            for (int masked : PatchState.patches(states, PatchState.MASKED)) {
                kernels.extractPatches(
                        picture.tensor(), 4, new int[] {masked}, PixelOrder.CHANNEL_FIRST, painted.tensor());
                assertThat(painted.tensor().toArray())
                        .isEqualTo(weights.parameter("decoder.0.bias").toArray());
            }
        }
    }

    @Test
    void aPerfectPredictionOfNormalizedPixelsGivesThePatchBack() {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE);
                TensorRef view = TinyNetworks.images(3, 1);
                Kernels kernels = KernelsProvider.open("simd");
                Reconstruction reconstruction = new Reconstruction(weights, PixelTarget.NORMALIZED_PIXELS, kernels)) {
            prediction(weights).copyFrom(normalized(kernels, view.tensor(), PATCH));

            FloatArrays.assertClose(
                    reconstruction.of(view.tensor(), onlyMasked(PATCH)),
                    view.tensor().toArray(),
                    1e-6);
        }
    }

    @Test
    void anEmptyPredictionOfNormalizedPixelsGivesEachPatchItsMean() {
        try (Weights weights = Weights.zeros(TinyNetworks.SHAPE);
                TensorRef view = TinyNetworks.images(4, 1);
                TensorRef picture = TensorRef.zeros(1, 3, 12, 20);
                Kernels kernels = KernelsProvider.open("simd");
                Reconstruction reconstruction = new Reconstruction(weights, PixelTarget.NORMALIZED_PIXELS, kernels)) {
            picture.tensor().copyFrom(reconstruction.of(view.tensor(), states));

            for (int masked : PatchState.patches(states, PatchState.MASKED)) {
                double sum = 0;
                for (float pixel : pixels(kernels, view.tensor(), masked)) {
                    sum += pixel;
                }
                assertThat(pixels(kernels, picture.tensor(), masked)).containsOnly((float) (sum / PIXELS));
            }
        }
    }
}
