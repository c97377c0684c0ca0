package org.masque.ops.metrics;

import java.util.Locale;

/** The phases of a training step. */
public enum StepPhase {
    /** Waiting for and taking over the batch. */
    DATA,
    /** From pixels to loss. */
    FORWARD,
    /** From loss to gradients. */
    BACKWARD,
    /** Summing the gradients of the workers. */
    REDUCE,
    /** Changing the weights. */
    OPTIM,
    /** What the others leave of the time from one step to the next: messages, snapshots, steps left out. */
    REST;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
