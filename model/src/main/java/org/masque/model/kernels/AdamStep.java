package org.masque.model.kernels;

/**
 * The numbers of one AdamW update that are the same for every parameter.
 *
 * @param learningRate of this step, at least 0
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param step 1-based count of updates, for the bias correction
 */
public record AdamStep(float learningRate, float beta1, float beta2, float epsilon, long step) {
    /** The same with a learning rate that is multiplied by a factor. */
    public AdamStep times(float factor) {
        return factor == 1 ? this : new AdamStep(learningRate * factor, beta1, beta2, epsilon, step);
    }
}
