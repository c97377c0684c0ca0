package org.masque.config;

import java.util.List;

/** AdamW and its learning rate: section {@code optimizer}. */
@Meaning("AdamW and its learning rate.")
@Affects(Impact.TRAJECTORY)
public record OptimizerSettings(
        @Within("[1, inf)")
        @Meaning(value = "Images of a batch. A step takes batchSize * accumulation images.", unit = "images")
        int batchSize,

        @Default("1") @Within("[1, inf)") @Meaning(value = "Batches whose gradients make one step.", unit = "batches")
        int accumulation,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "Peak of the learning rate. 0: optimizer.baseLearningRate * batchSize * accumulation / 256.",
                unit = "per step")
        double learningRate,

        @Default("1.5e-4")
        @Within("(0, inf)")
        @Meaning(
                value = "Learning rate for 256 images a step, which is scaled to the images of a step.",
                unit = "per step for 256 images")
        @OnlyIf(key = "optimizer.learningRate", is = "0")
        double baseLearningRate,

        @Default("0.9") @Within("[0, 1)") @Meaning(value = "Decay of the first moment.", unit = "share")
        double beta1,

        @Default("0.95") @Within("[0, 1)") @Meaning(value = "Decay of the second moment.", unit = "share")
        double beta2,

        @Default("1e-8")
        @Within("(0, inf)")
        @Meaning(value = "Added to the root of the second moment, so that nothing is divided by 0.", unit = "gradient")
        double epsilon,

        @Default("0.05")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Decoupled weight decay: in each step a weight loses this share of itself, times the learning rate.",
                unit = "share")
        double weightDecay,

        @Default("40")
        @Within("[0, inf)")
        @Meaning(
                value = "Epochs, not necessarily whole, in which the learning rate grows evenly to its peak. At most "
                        + "run.epochs.",
                unit = "epochs")
        @OfRunEpochs(OfRunEpochs.Use.LENGTH)
        double warmupEpochs,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Learning rate that the warm-up begins with. Not above the peak.", unit = "per step")
        double warmupLearningRate,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Learning rate that the cosine ends at. Not above the peak.", unit = "per step")
        @OnlyIf(key = "optimizer.schedule", is = "cosine")
        double minLearningRate,

        @Default("cosine") @Meaning("The learning rate after the warm-up.")
        ScheduleKind schedule,

        @Default("[]")
        @Within("[1, inf)")
        @Meaning(
                value =
                        "Epochs, counted from 0 and ascending, from which on the learning rate is lower. Each must come "
                                + "before run.epochs.",
                unit = "epochs")
        @OnlyIf(key = "optimizer.schedule", is = "multistep")
        @OfRunEpochs(OfRunEpochs.Use.MOMENT)
        List<Integer> multistepEpochs,

        @Default("0.1")
        @Within("(0, 1)")
        @Meaning(
                value = "What the learning rate is multiplied by at each of optimizer.multistepEpochs.",
                unit = "factor")
        @OnlyIf(key = "optimizer.schedule", is = "multistep")
        double multistepFactor,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Largest Euclidean norm of the gradient of a step, after accumulation; a longer gradient is shortened "
                                + "to it. 0: gradients are not clipped.",
                unit = "gradient")
        double clipNorm) {
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
