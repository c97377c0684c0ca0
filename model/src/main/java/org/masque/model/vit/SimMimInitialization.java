package org.masque.model.vit;

import java.util.SplittableRandom;
import org.masque.model.tensor.Tensor;

/**
 * SimMIM's starting weights (spec 2): products, tokens and positions from N(0, 0.02²) cut at one deviation, zero biases
 * and bias tables, unit norms.
 *
 * <p>The products that end a block's two branches are divided by sqrt(2 * block), counted from 1. The head has a
 * convolution's default: uniform within 1/sqrt(D).
 */
final class SimMimInitialization {
    private static final double DEVIATION = 0.02;

    private SimMimInitialization() {}

    static void fill(Tensor tensor, ParameterLayout.Slice slice, ModelShape shape, SplittableRandom random) {
        String name = slice.name();
        if (name.startsWith("decoder.0.")) {
            uniform(tensor, 1 / Math.sqrt(shape.encoder().width()), random);
        } else if (name.contains(".gamma_")) {
            fillWith(tensor, (float) shape.allTokens().layerScale());
        } else if (name.contains("norm") && name.endsWith(".weight")) {
            fillWith(tensor, 1);
        } else if (slice.shape().length == 1 || name.equals(SimMimParameters.BIAS_TABLE)) {
            fillWith(tensor, 0);
        } else {
            truncatedNormal(tensor, DEVIATION / divisor(name), random);
        }
    }

    private static double divisor(String name) {
        if (!name.endsWith(".attn.proj.weight") && !name.endsWith(".mlp.fc2.weight")) {
            return 1;
        }
        int block = Integer.parseInt(name.split("\\.", -1)[2]);
        return Math.sqrt(2.0 * (block + 1));
    }

    private static void uniform(Tensor tensor, double bound, SplittableRandom random) {
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) ((2 * random.nextDouble() - 1) * bound));
        }
    }

    // Draws again what lies beyond one deviation: about a third.
    private static void truncatedNormal(Tensor tensor, double deviation, SplittableRandom random) {
        for (long i = 0; i < tensor.length(); i++) {
            double normal = Initialization.normal(1, random);
            while (Math.abs(normal) > 1) {
                normal = Initialization.normal(1, random);
            }
            tensor.set(i, (float) (deviation * normal));
        }
    }

    private static void fillWith(Tensor tensor, float value) {
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, value);
        }
    }
}
