package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.all;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The exact GELU, u Φ(u) with Φ the normal distribution, and its derivative, lane by lane.
 *
 * <p>Both come from t = |u|, e = exp(-u²/2) and the ratio R(t) = (1 - Φ(t)) / e, a smooth falling function: gelu =
 * max(u, 0) - t e R, and gelu' is 1 + h for u of at least 0 and -h below, with h = e (t / sqrt(2 pi) - R). R is
 * approximated as Abramowitz and Stegun 26.2.17 do, a polynomial in 1 / (1 + p t), here of degree 7 with coefficients
 * fitted for p = 1/4 so that the absolute error of gelu and of gelu' stays below 1.2e-8 before rounding.
 */
final class Gelu {
    private static final float INVERSE_ROOT_TWO_PI = 0.3989423f;
    private static final int ONE = Float.floatToRawIntBits(1f);

    private Gelu() {}

    static FloatVector exponential(FloatVector u) {
        return Exponential.exp(u.mul(u).mul(-0.5f));
    }

    static FloatVector ratio(FloatVector t) {
        FloatVector s = all(1f).div(t.fma(all(0.25f), all(1f)));
        return s.fma(all(-0.09294066f), all(0.34779817f))
                .fma(s, all(-0.27870566f))
                .fma(s, all(0.29275924f))
                .fma(s, all(0.018490052f))
                .fma(s, all(0.1139859f))
                .fma(s, all(0.09861294f))
                .mul(s);
    }

    /**
     * gelu(u).
     *
     * @param q e R(|u|), the normal distribution above |u|
     */
    static FloatVector value(FloatVector u, FloatVector q) {
        FloatVector t = u.abs();
        return u.add(t).mul(0.5f).sub(t.mul(q));
    }

    /**
     * gelu'(u).
     *
     * @param q e R(|u|)
     * @param e {@link #exponential} of u
     */
    static FloatVector derivative(FloatVector u, FloatVector q, FloatVector e) {
        FloatVector h = u.abs().mul(INVERSE_ROOT_TWO_PI).mul(e).sub(q);
        IntVector bits = u.reinterpretAsInts();
        IntVector negative = bits.lanewise(VectorOperators.ASHR, 31);
        FloatVector signed = h.reinterpretAsInts()
                .lanewise(VectorOperators.XOR, bits.lanewise(VectorOperators.AND, Integer.MIN_VALUE))
                .reinterpretAsFloats();
        FloatVector zeroOrOne = negative.lanewise(VectorOperators.NOT)
                .lanewise(VectorOperators.AND, ONE)
                .reinterpretAsFloats();
        return signed.add(zeroOrOne);
    }
}
