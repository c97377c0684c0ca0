package org.masque.ops.control;

import java.util.Locale;

/** What may be asked of a run. */
public enum RunAction {
    /** Hold after the current step, keeping everything in memory. */
    PAUSE,
    /** Go on after a pause, or begin again after a stop. */
    RESUME,
    /** Write a checkpoint after the current step. */
    CHECKPOINT,
    /** End after the current step, with a checkpoint. */
    STOP,
    /** End at once; what was done since the last checkpoint is lost. */
    ABANDON;

    /** As in an address and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
