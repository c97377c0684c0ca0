package org.masque.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a key that counts epochs of the run: where {@code --set run.epochs} makes the run shorter, it shrinks too. Not
 * for intervals of what only watches the run, such as checkpoints.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface OfRunEpochs {
    /** What it is in the run. */
    Use value();

    /** What a number of epochs is in a run. */
    enum Use {
        /** An epoch, counted from 0; one that never comes is refused. */
        MOMENT,
        /** So many epochs; more than the run has do no harm, or are refused by a rule. */
        LENGTH
    }
}
