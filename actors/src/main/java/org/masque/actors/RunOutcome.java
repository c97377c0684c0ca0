package org.masque.actors;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param end what kind of end
 * @param steps steps done, those left out included
 * @param message for a person; empty where there is nothing to say
 */
public record RunOutcome(End end, long steps, String message) {
    /** Given up on request. */
    static RunOutcome abandoned(long steps) {
        return new RunOutcome(End.ABANDONED, steps, "given up; what came after the last checkpoint is lost");
    }

    /** As it was planned, unless something was thrown, or nobody had decided on it. */
    static RunOutcome of(@Nullable RunOutcome planned, @Nullable Throwable thrown, long steps) {
        if (planned != null && thrown == null) {
            return planned;
        }
        String reason = thrown == null ? "the run was ended from outside" : "the coordinator failed: " + thrown;
        return new RunOutcome(End.FAILED, steps, reason);
    }

    /** The same, but bad data where all steps are done and not what was to come after them. */
    RunOutcome withDataMissing(String reason) {
        return end == End.FINISHED ? new RunOutcome(End.BAD_DATA, steps, reason) : this;
    }

    /** The kinds of end. */
    public enum End {
        /** All steps are done. */
        FINISHED,
        /** Asked to stop; a checkpoint holds the last step. */
        STOPPED,
        /** Given up on request, at once and without a checkpoint. */
        ABANDONED,
        /** The data are bad beyond the budget. */
        BAD_DATA,
        /** Losses or gradients were bad again and again, also after going back. */
        DIVERGED,
        /** Checkpoints could not be written, several times in a row. */
        CANNOT_WRITE,
        /** Another process has begun this run since; the next start resumes unless that one is still at it. */
        SUPERSEDED,
        /** The step engine or another part failed; the next start resumes. */
        FAILED
    }
}
