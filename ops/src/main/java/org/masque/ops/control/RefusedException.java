package org.masque.ops.control;

/** Something was asked of a run that cannot be done; the message says why and what can. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** There is no such run. */
        UNKNOWN,
        /** Not in the state that the run is in. */
        NOT_NOW,
        /** Never here, for instance a submission to a single run. */
        NOT_HERE,
        /** What was asked makes no sense. */
        INVALID
    }

    private final Reason reason;

    /** Refused for this reason. */
    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
