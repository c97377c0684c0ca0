package org.masque.config;

/** The learning rate after warm-up. */
public enum ScheduleKind {
    /** Half a cosine from the peak down to {@code minLearningRate} at the last epoch. */
    COSINE,
    /** The peak, to the end. */
    CONSTANT,
    /** The peak, multiplied by {@code multistepFactor} at each of {@code multistepEpochs}. */
    MULTISTEP
}
