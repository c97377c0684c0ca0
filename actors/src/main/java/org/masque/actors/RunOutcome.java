package org.masque.actors;

/**
 * How a run ended.
 *
 * @param end what kind of end
 * @param steps steps done, those left out included
 * @param message for a person; empty where there is nothing to say
 */
public record RunOutcome(End end, long steps, String message) {
    /** The kinds of end. */
    public enum End {
        /** All steps are done. */
        FINISHED,
        /** Asked to stop; a checkpoint holds the last step. */
        STOPPED,
        /** The data are bad beyond the budget. */
        BAD_DATA,
        /** Checkpoints could not be written, several times in a row. */
        CANNOT_WRITE,
        /** The step engine or another part failed; the next start resumes. */
        FAILED
    }
}
