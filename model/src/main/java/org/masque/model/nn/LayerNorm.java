package org.masque.model.nn;

import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;

/**
 * Normalises each row, then scales and shifts it.
 *
 * @param scale [D]
 * @param shift [D]
 */
public record LayerNorm(Parameter scale, Parameter shift) {
    /** Added to the variance (spec 1.1). */
    public static final float EPSILON = 1e-6f;

    /** x [R, D]: [R, D]. */
    public Variable forward(Tape tape, Variable x) {
        return tape.layerNorm(x, scale, shift, EPSILON);
    }
}
