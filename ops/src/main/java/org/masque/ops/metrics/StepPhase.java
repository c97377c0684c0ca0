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
    OPTIM;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
