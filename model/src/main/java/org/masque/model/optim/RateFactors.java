package org.masque.model.optim;

import org.masque.model.vit.ParameterLayout.Slice;

/** What the learning rate of each tensor is multiplied by; with 0 a tensor stays as it is. */
@FunctionalInterface
public interface RateFactors {
    /** The same rate for all. */
    RateFactors ONES = slice -> 1;

    /** The factor of one tensor, at least 0. */
    double of(Slice slice);
}
