package org.masque.ops.control;

import java.util.Locale;

/** How a run stands. */
public enum RunStatus {
    /** Waits for its turn. */
    QUEUED,
    /** Its process begins, or waits to begin again after a failure. */
    STARTING,
    /** Steps go on. */
    RUNNING,
    /** Held between two steps. */
    PAUSED,
    /** Asked to stop, saves. */
    STOPPING,
    /** Stopped with everything saved; can go on. */
    STOPPED,
    /** Did all its steps. */
    FINISHED,
    /** Ended by a failure that no restart mends. */
    FAILED,
    /** On a node that does not answer; it may well go on there. */
    UNREACHABLE;

    /** As in JSON and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
