package org.masque.model.autograd;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;

/** A value that a tape computed, and the gradient that flows back to it; both live in the tape's arena. */
public final class Variable {
    private final Tensor value;
    private final boolean sum;
    private @Nullable Tensor gradient;

    Variable(Tensor value) {
        this(value, false);
    }

    private Variable(Tensor value, boolean sum) {
        this.value = value;
        this.sum = sum;
    }

    /** A residual sum, whose gradient both of its terms share. */
    static Variable sum(Tensor value) {
        return new Variable(value, true);
    }

    boolean isSum() {
        return sum;
    }

    /** The value, borrowed until the arena is reset. */
    public Tensor value() {
        return value;
    }

    @Nullable
    Tensor gradient() {
        return gradient;
    }

    Tensor requireGradient() {
        if (gradient == null) {
            throw new IllegalStateException("no gradient reached " + value);
        }
        return gradient;
    }

    void gradient(@Nullable Tensor newGradient) {
        gradient = newGradient;
    }
}
