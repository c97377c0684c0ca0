package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.FloatArrays;
import org.masque.model.vit.MaskedAutoencoder;
import org.masque.model.vit.TinyNetworks;
import org.masque.model.vit.Weights;

@ExtendWith(NoTensorLeaks.class)
class EncoderFeaturesTest {
    private static final int IMAGES = 4;
    private static final int WIDTH = TinyNetworks.SHAPE.encoder().width();
    private static final int PATCHES = TinyNetworks.SHAPE.patches();

    private static float[] latent(Weights weights, Kernels kernels, Tensor images) {
        try (Arena arena = Arena.open(1 << 16)) {
            return new MaskedAutoencoder(weights, null)
                    .encodeAll(Tape.inference(kernels, arena), images)
                    .toArray();
        }
    }

    private static float[] patchMean(float[] latent, int image) {
        float[] mean = new float[WIDTH];
        for (int patch = 0; patch < PATCHES; patch++) {
            for (int d = 0; d < WIDTH; d++) {
                mean[d] += latent[(image * (PATCHES + 1) + 1 + patch) * WIDTH + d] / PATCHES;
            }
        }
        return mean;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void featuresAreTheFirstTokenAndTheMeanOfTheOthers(String choice) {
        try (Weights weights = TinyNetworks.weights(1);
                TensorRef images = TinyNetworks.images(1, IMAGES);
                TensorRef classTokens = TensorRef.zeros(IMAGES, WIDTH);
                TensorRef patchMeans = TensorRef.zeros(IMAGES, WIDTH);
                Kernels kernels = KernelsProvider.open(choice);
                EncoderFeatures features = new EncoderFeatures(weights, kernels)) {
            features.extract(images.tensor(), classTokens.tensor(), patchMeans.tensor());

            float[] latent = latent(weights, kernels, images.tensor());
            for (int image = 0; image < IMAGES; image++) {
                int from = image * (PATCHES + 1) * WIDTH;
                assertThat(row(classTokens, image)).isEqualTo(Arrays.copyOfRange(latent, from, from + WIDTH));
                FloatArrays.assertClose(row(patchMeans, image), patchMean(latent, image), 1e-6);
            }
            assertThat(features.width()).isEqualTo(WIDTH);
        }
    }

    private static float[] row(TensorRef features, int row) {
        return features.tensor().slice((long) row * WIDTH, WIDTH).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void theFeaturesOfAnImageDoNotDependOnItsBatch(String choice) {
        try (Weights weights = TinyNetworks.weights(2);
                TensorRef images = TinyNetworks.images(2, IMAGES);
                TensorRef classTokens = TensorRef.zeros(IMAGES, WIDTH);
                TensorRef patchMeans = TensorRef.zeros(IMAGES, WIDTH);
                TensorRef classToken = TensorRef.zeros(1, WIDTH);
                TensorRef patchMean = TensorRef.zeros(1, WIDTH);
                Kernels kernels = KernelsProvider.open(choice);
                EncoderFeatures features = new EncoderFeatures(weights, kernels)) {
            features.extract(images.tensor(), classTokens.tensor(), patchMeans.tensor());
            long size = images.tensor().length() / IMAGES;
            for (int image = 0; image < IMAGES; image++) {
                features.extract(
                        images.tensor().slice(image * size, 1, 3, 12, 20), classToken.tensor(), patchMean.tensor());
                FloatArrays.assertClose(row(classToken, 0), row(classTokens, image), 1e-6);
                FloatArrays.assertClose(row(patchMean, 0), row(patchMeans, image), 1e-6);
            }
        }
    }

    // The last block's output becomes the whole encoder's by the final norm; an inner block's is something else.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"simd", "nd4j"})
    void featuresOfABlockAreWhatItGivesBeforeTheFinalNorm(String choice) {
        try (Weights weights = TinyNetworks.weights(3);
                TensorRef images = TinyNetworks.images(3, IMAGES);
                TensorRef classTokens = TensorRef.zeros(IMAGES, WIDTH);
                TensorRef inner = TensorRef.zeros(IMAGES, WIDTH);
                TensorRef patchMeans = TensorRef.zeros(IMAGES, WIDTH);
                Kernels kernels = KernelsProvider.open(choice);
                EncoderFeatures ofLast = new EncoderFeatures(weights, kernels, 2);
                EncoderFeatures ofFirst = new EncoderFeatures(weights, kernels, 1)) {
            ofLast.extract(images.tensor(), classTokens.tensor(), patchMeans.tensor());
            ofFirst.extract(images.tensor(), inner.tensor(), patchMeans.tensor());
            float[] latent = latent(weights, kernels, images.tensor());
            float[] scale = weights.parameter("norm.weight").toArray();
            float[] shift = weights.parameter("norm.bias").toArray();
            for (int image = 0; image < IMAGES; image++) {
                int from = image * (PATCHES + 1) * WIDTH;
                float[] expected = Arrays.copyOfRange(latent, from, from + WIDTH);
                FloatArrays.assertClose(normalized(row(classTokens, image), scale, shift), expected, 1e-4);
                assertThat(row(inner, image)).isNotEqualTo(row(classTokens, image));
            }
        }
    }

    private static float[] normalized(float[] row, float[] scale, float[] shift) {
        double mean = 0;
        double squares = 0;
        for (float value : row) {
            mean += (double) value / row.length;
            squares += (double) value * value / row.length;
        }
        float[] normalized = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            double deviation = Math.sqrt(squares - mean * mean + 1e-6);
            normalized[i] = (float) ((row[i] - mean) / deviation * scale[i] + shift[i]);
        }
        return normalized;
    }
}
