package org.masque.model.vit;

import java.util.SplittableRandom;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.tensor.Tensor;

/**
 * MAE's starting weights (spec 1.1): Xavier-uniform products, zero biases, unit norms, tokens from N(0, 0.02²).
 *
 * <p>A network whose encoder sees all tokens starts as {@link SimMimInitialization} says. Here the patch embedding is
 * Xavier-uniform on its [D, P] view, and its bias uniform within 1/sqrt(P).
 */
public final class Initialization {
    private static final double TOKEN_DEVIATION = 0.02;

    private Initialization() {}

    /** Fills the trained parameters; each tensor's numbers depend on the seed and its place in the layout only. */
    public static void fill(Weights weights, long seed) {
        int place = 0;
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            SplittableRandom random = Randomness.of(seed, 0, place++, Purpose.WEIGHTS);
            Tensor parameter = weights.parameter(slice.name());
            if (weights.shape().use() instanceof EncoderUse.AllTokens) {
                SimMimInitialization.fill(parameter, slice, weights.shape(), random);
            } else {
                fill(parameter, slice, weights.shape().pixels(), random);
            }
        }
    }

    private static void fill(Tensor tensor, ParameterLayout.Slice slice, int pixels, SplittableRandom random) {
        String name = slice.name();
        if (name.equals("patch_embed.proj.bias")) {
            uniform(tensor, 1 / Math.sqrt(pixels), random);
        } else if (name.endsWith("_token")) {
            normal(tensor, random);
        } else if (slice.shape().length > 1) {
            long outputs = slice.shape()[0];
            long inputs = slice.length() / outputs;
            uniform(tensor, Math.sqrt(6.0 / (outputs + inputs)), random);
        } else if (name.endsWith(".weight")) {
            fillWith(tensor, 1);
        } else {
            fillWith(tensor, 0);
        }
    }

    private static void uniform(Tensor tensor, double bound, SplittableRandom random) {
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) ((2 * random.nextDouble() - 1) * bound));
        }
    }

    private static void normal(Tensor tensor, SplittableRandom random) {
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) normal(TOKEN_DEVIATION, random));
        }
    }

    /** One number from N(0, deviation²). */
    // Box and Muller: SplittableRandom has no Gaussian on every release, and the numbers must not change with the JDK.
    static double normal(double deviation, SplittableRandom random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        double angle = 2 * Math.PI * random.nextDouble();
        return deviation * radius * StrictMath.cos(angle);
    }

    private static void fillWith(Tensor tensor, float value) {
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, value);
        }
    }
}
