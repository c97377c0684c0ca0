package org.masque.actors.cluster;

/** How an order ended. */
public enum OrderOutcome {
    /** It was done. */
    DONE,
    /** It cannot be done, for a reason that whoever asked can understand. */
    REFUSED,
    /** It should have worked. */
    FAILED
}
