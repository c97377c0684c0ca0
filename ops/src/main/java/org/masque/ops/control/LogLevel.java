package org.masque.ops.control;

import java.util.Locale;

/** How much a run logs to its terminal. */
public enum LogLevel {
    /** What ended or may end the run. */
    ERROR,
    /** What somebody should look at. */
    WARN,
    /** The usual. */
    INFO,
    /** For finding a mistake. */
    DEBUG,
    /** Everything. */
    TRACE;

    /** As in an address and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
