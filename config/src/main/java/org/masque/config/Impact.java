package org.masque.config;

/** What a changed key means to a run that is resumed. */
public enum Impact {
    /** The weights no longer fit, or mean something else: the run cannot be resumed. */
    SHAPE,
    /**
     * The weights fit, but the run would no longer be the one that was begun: resumed only where the user allows it.
     */
    TRAJECTORY,
    /**
     * The run gets another length, and so its learning rate another course from here on. That is what somebody who
     * prolongs a run asks for: resumed, with a warning.
     */
    SCHEDULE,
    /** Same training: resumed, and the change is listed. Rounding may differ where {@code parallel} changed. */
    HARMLESS
}
