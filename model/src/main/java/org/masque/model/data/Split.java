package org.masque.model.data;

import java.util.Locale;

/** Which half of a data set: what is learned from, or what is evaluated on. */
public enum Split {
    /** Learned from. */
    TRAIN,
    /** Evaluated on; folders call it {@code val}, {@code validation} or {@code test}. */
    TEST;

    /** The name in logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
