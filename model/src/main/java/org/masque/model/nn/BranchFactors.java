package org.masque.model.nn;

import org.jspecify.annotations.Nullable;

/**
 * What the two branches of a block are multiplied by in each image: 0 where an image skips one (stochastic depth, Huang
 * et al. 2016).
 *
 * @param attention one factor an image; null for ones
 * @param perceptron one factor an image; null for ones
 */
public record BranchFactors(float @Nullable [] attention, float @Nullable [] perceptron) {
    /** Nothing is skipped. */
    public static final BranchFactors ONES = new BranchFactors(null, null);
}
