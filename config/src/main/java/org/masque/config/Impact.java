package org.masque.config;

/** What a changed key means to a run that is resumed. */
public enum Impact {
    @Meaning("Refused: the weights no longer fit, or mean something else. Choose another run.name.")
    SHAPE,
    @Meaning("Refused, unless --allow-changes is given: from there on it would no longer be the run that was begun.")
    TRAJECTORY,
    /** That is what somebody who prolongs a run asks for. */
    @Meaning(
            "Taken over with a warning: the run gets another length, and its learning rate another course from there on.")
    SCHEDULE,
    /** Rounding may differ where {@code parallel} changed. */
    @Meaning("Taken over, and listed in the log: it is the same training.")
    HARMLESS
}
