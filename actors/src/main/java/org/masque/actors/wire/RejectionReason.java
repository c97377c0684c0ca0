package org.masque.actors.wire;

import java.util.Locale;

/** Why bytes are no message. */
public enum RejectionReason {
    /** More bytes than a message may have. */
    FRAME,
    /** No message has that manifest. */
    MANIFEST,
    /** Another class than the one that belongs there, or none that is known. */
    CLASS,
    /** A declared size that is more than is left, or more than is allowed. */
    SIZE,
    /** Too deep. */
    DEPTH,
    /** They end too early. */
    TRUNCATED,
    /** They go on after the message. */
    TRAILING,
    /** A value that cannot be, for instance text that is not UTF-8. */
    MALFORMED;

    /** The value of the label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
