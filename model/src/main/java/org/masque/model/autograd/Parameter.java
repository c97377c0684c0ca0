package org.masque.model.autograd;

import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;

/**
 * A trained tensor: its value and where its gradient is added.
 *
 * @param value a slice of the flat weights, borrowed
 * @param gradient the same slice of one worker's flat gradients, borrowed; null where nothing is trained
 */
public record Parameter(Tensor value, @Nullable Tensor gradient) {
    /** The gradient's slice; only a tape that records may ask. */
    public Tensor requireGradient() {
        if (gradient == null) {
            throw new IllegalStateException("a recording tape met a parameter without a gradient");
        }
        return gradient;
    }
}
