package org.masque.config;

/** The learning rate after warm-up. */
public enum ScheduleKind {
    @Meaning("Half a cosine from the peak down to minLearningRate at the last epoch.")
    COSINE,
    @Meaning("The peak, to the end.")
    CONSTANT,
    @Meaning("The peak, multiplied by multistepFactor at each of multistepEpochs.")
    MULTISTEP
}
