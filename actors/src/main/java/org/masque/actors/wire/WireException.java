package org.masque.actors.wire;

/** Bytes that are no message, or a message that must not cross the network. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final RejectionReason reason;

    WireException(RejectionReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    WireException(RejectionReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public RejectionReason reason() {
        return reason;
    }
}
