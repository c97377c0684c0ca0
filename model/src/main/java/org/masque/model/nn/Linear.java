package org.masque.model.nn;

import org.masque.model.autograd.Parameter;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;

/**
 * An affine map of each row.
 *
 * @param weight [O, I]
 * @param bias [O]
 */
public record Linear(Parameter weight, Parameter bias) {
    /** x [R, I]: [R, O]. */
    public Variable forward(Tape tape, Variable x) {
        return tape.linear(x, weight, bias);
    }
}
