package org.masque.model.kernels.simd;

import static org.masque.model.kernels.simd.Lanes.all;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The exponential of numbers up to 0, lane by lane. */
final class Exponential {
    // 1.5 * 2^23: adding it leaves the nearest integer in the low bits.
    private static final float ROUNDER = 12_582_912f;
    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0.6933594f;
    private static final float LN2_LOW = -2.1219444e-4f;
    private static final int MANTISSA_BITS = 23;

    // Below this, 2^n times the polynomial would leave the normal floats.
    private static final float LOWEST = -86f;

    private Exponential() {}

    /**
     * e^x for x up to 0 (and a little more), relative error below 2e-7; e^-86 for anything smaller; NaN for NaN.
     *
     * <p>x = n ln 2 + r; e^r is a minimax polynomial of degree 5; 2^n is made by adding n to the exponent's bits, since
     * JDK 17 does not compile {@code convert} of floats to integers to an instruction.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(LOWEST);
        FloatVector shifted = clamped.fma(all(LOG2_E), all(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(all(-LN2_LOW), n.fma(all(-LN2_HIGH), clamped));
        return polynomial(r)
                .reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                .reinterpretAsFloats();
    }

    private static FloatVector polynomial(FloatVector r) {
        return r.fma(all(0.008297657f), all(0.041915387f))
                .fma(r, all(0.16667575f))
                .fma(r, all(0.49998894f))
                .fma(r, all(0.9999997f))
                .fma(r, all(1.0000001f));
    }
}
