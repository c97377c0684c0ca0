package org.masque.config;

import java.util.List;

/**
 * AdamW and its learning rate: section {@code optimizer}.
 *
 * @param batchSize images of a micro-step, at least 1; a step takes {@code batchSize * accumulation} images
 * @param accumulation batches whose gradients make one step, at least 1
 * @param learningRate peak learning rate; 0: {@code baseLearningRate * batchSize * accumulation / 256}
 * @param baseLearningRate learning rate for 256 images a step, above 0
 * @param beta1 decay of the first moment, at least 0 and below 1
 * @param beta2 decay of the second moment, at least 0 and below 1
 * @param epsilon added to the root of the second moment, above 0
 * @param weightDecay decoupled weight decay, at least 0
 * @param warmupEpochs epochs, not necessarily whole, of linear growth to the peak; not above {@code run.epochs}
 * @param warmupLearningRate learning rate that the growth begins with, at least 0 and not above the peak
 * @param minLearningRate learning rate at the end, at least 0 and not above the peak
 * @param schedule the learning rate after warm-up
 * @param multistepEpochs epochs, 0-based and ascending, from which on the rate is lower; only with {@code multistep}
 * @param multistepFactor what the rate is multiplied by at each, above 0 and below 1
 * @param clipNorm largest Euclidean norm of the whole gradient of a step, after accumulation; 0: not clipped
 */
@Affects(Impact.TRAJECTORY)
public record OptimizerSettings(
        @Within("[1, inf)") int batchSize,
        @Default("1") @Within("[1, inf)") int accumulation,
        @Default("0") @Within("[0, inf)") double learningRate,
        @Default("1.5e-4") @Within("(0, inf)") double baseLearningRate,
        @Default("0.9") @Within("[0, 1)") double beta1,
        @Default("0.95") @Within("[0, 1)") double beta2,
        @Default("1e-8") @Within("(0, inf)") double epsilon,
        @Default("0.05") @Within("[0, inf)") double weightDecay,
        @Default("40") @Within("[0, inf)") double warmupEpochs,
        @Default("0") @Within("[0, inf)") double warmupLearningRate,
        @Default("0") @Within("[0, inf)") double minLearningRate,
        @Default("cosine") ScheduleKind schedule,
        @Default("[]") @Within("[1, inf)") List<Integer> multistepEpochs,
        @Default("0.1") @Within("(0, 1)") double multistepFactor,
        @Default("0") @Within("[0, inf)") double clipNorm) {
    public OptimizerSettings {
        Checks.require(
                OptimizerSettings.class,
                batchSize,
                accumulation,
                learningRate,
                baseLearningRate,
                beta1,
                beta2,
                epsilon,
                weightDecay,
                warmupEpochs,
                warmupLearningRate,
                minLearningRate,
                schedule,
                multistepEpochs,
                multistepFactor,
                clipNorm);
        multistepEpochs = List.copyOf(multistepEpochs);
    }

    /** The learning rate at the end of warm-up: {@code learningRate}, or what its 0 stands for. */
    public double peakLearningRate() {
        return peak(learningRate, baseLearningRate, imagesPerStep());
    }

    /** Images that go into one step. */
    public long imagesPerStep() {
        return (long) batchSize * accumulation;
    }

    /** The linear scaling rule (MAE, appendix A.1), unless there is an absolute rate. */
    static double peak(double learningRate, double baseLearningRate, long imagesPerStep) {
        return learningRate > 0 ? learningRate : baseLearningRate * imagesPerStep / 256;
    }
}
