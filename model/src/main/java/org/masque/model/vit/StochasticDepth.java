package org.masque.model.vit;

import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;

/**
 * How often images skip residual branches while they train (Huang et al. 2016; spec 2): with a chance that grows evenly
 * from 0 in the first block to {@code rate} in the last. What is kept is divided by the chance that it is, so that the
 * mean stays.
 *
 * @param rate at least 0, below 1
 * @param seed the run's seed
 */
public record StochasticDepth(double rate, long seed) {
    /** No image skips anything. */
    public static final StochasticDepth NONE = new StochasticDepth(0, 0);

    public StochasticDepth {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("a drop path of " + rate + ": it must be at least 0 and below 1");
        }
    }

    /** For the images of a batch: which branch each skips depends on seed, epoch and its id only. */
    public SkippedBranches of(int epoch, int[] ids) {
        return new SkippedBranches(this, epoch, ids);
    }

    /** The chance to skip a branch of a block, 0-based. */
    double chance(int block, int blocks) {
        return blocks == 1 ? rate : rate * block / (blocks - 1);
    }

    /**
     * The factors of all branches of one image.
     *
     * @return 2 a block: of the attention, then of the perceptron
     */
    float[] factors(int epoch, int id, int blocks) {
        var random = Randomness.of(seed, epoch, id, Purpose.DEPTH);
        float[] factors = new float[2 * blocks];
        for (int branch = 0; branch < factors.length; branch++) {
            double chance = chance(branch / 2, blocks);
            factors[branch] = random.nextDouble() < chance ? 0 : (float) (1 / (1 - chance));
        }
        return factors;
    }
}
