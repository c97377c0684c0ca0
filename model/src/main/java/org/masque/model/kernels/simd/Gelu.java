package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.all;

import jdk.incubator.vector.FloatVector;
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
     * @param e {@link #exponential} of u
     * @param ratio {@link #ratio} of |u|
     */
    static FloatVector value(FloatVector u, FloatVector e, FloatVector ratio) {
        FloatVector t = u.abs();
        FloatVector positive = u.add(t).mul(0.5f);
        return positive.sub(t.mul(e.mul(ratio)));
    }

    /** gelu'(u), from the same. */
    static FloatVector derivative(FloatVector u, FloatVector e, FloatVector ratio) {
        FloatVector h = e.mul(u.abs().mul(INVERSE_ROOT_TWO_PI).sub(ratio));
        return h.neg().blend(h.add(1f), u.compare(VectorOperators.GE, 0f));
    }
}
