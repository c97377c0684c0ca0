package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorRef;

@ExtendWith(NoTensorLeaks.class)
class MaskedAutoencoderTest {
    private static final int IMAGES = 2;
    private static final int[] VISIBLE = {1, 4, 14, 0, 7, 9};
    private static final int[] MASKED = {0, 3, 2, 1, 3, 12};

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theEncoderSeesNothingButVisiblePatches(String choice) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 16)) {
            MaskedAutoencoder network = new MaskedAutoencoder(weights, null);
            float[] before = network.encode(Tape.inference(kernels, arena), images.tensor(), VISIBLE)
                    .value()
                    .toArray();
            for (int i = 0; i < MASKED.length; i++) {
                TinyNetworks.paint(images.tensor(), i / 3, MASKED[i], Float.NaN);
            }

            assertThat(network.encode(Tape.inference(kernels, arena), images.tensor(), VISIBLE)
                            .value()
                            .toArray())
                    .isEqualTo(before)
                    .hasSize(IMAGES * 4 * 12);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void wholeImagesAreEncodedAsIfAllPatchesWereListed(String choice) {
        try (Weights weights = TinyNetworks.weights(2);
                TensorRef images = TinyNetworks.images(2, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 16)) {
            MaskedAutoencoder network = new MaskedAutoencoder(weights, null);
            int[] every = new int[IMAGES * 15];
            Arrays.setAll(every, i -> i % 15);

            FloatArrays.assertClose(
                    network.encodeAll(Tape.inference(kernels, arena), images.tensor())
                            .toArray(),
                    network.encode(Tape.inference(kernels, arena), images.tensor(), every)
                            .value()
                            .toArray(),
                    1e-6);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void predictingAllPatchesEndsEachImageWithTheMaskedOnes(String choice) {
        try (Weights weights = TinyNetworks.weights(3);
                TensorRef images = TinyNetworks.images(3, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 16)) {
            MaskedAutoencoder network = new MaskedAutoencoder(weights, null);
            Tape tape = Tape.inference(kernels, arena);
            Variable latent = network.encode(tape, images.tensor(), VISIBLE);
            float[] all =
                    network.decode(tape, latent, VISIBLE, MASKED, 6).value().toArray();
            float[] masked =
                    network.decode(tape, latent, VISIBLE, MASKED, 3).value().toArray();

            for (int image = 0; image < IMAGES; image++) {
                FloatArrays.assertClose(
                        Arrays.copyOfRange(all, (image * 6 + 3) * 48, (image * 6 + 6) * 48),
                        Arrays.copyOfRange(masked, image * 3 * 48, (image * 3 + 3) * 48),
                        1e-6);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void aCopyOfTheWeightsIsAnotherNetworkWithTheSameNumbers(String choice) {
        try (Weights weights = TinyNetworks.weights(4);
                Weights copy = weights.copy();
                TensorRef images = TinyNetworks.images(4, IMAGES);
                Kernels kernels = KernelsProvider.open(choice);
                Arena arena = Arena.open(1 << 16)) {
            float[] expected = new MaskedAutoencoder(weights, null)
                    .encodeAll(Tape.inference(kernels, arena), images.tensor())
                    .toArray();
            weights.flat().zero();
            weights.encoderPositions().zero();

            assertThat(new MaskedAutoencoder(copy, null)
                            .encodeAll(Tape.inference(kernels, arena), images.tensor())
                            .toArray())
                    .isEqualTo(expected);
        }
    }
}
