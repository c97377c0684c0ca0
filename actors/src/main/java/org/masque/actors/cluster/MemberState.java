package org.masque.actors.cluster;

import java.util.Locale;

/** How a node stands, as seen from here. */
public enum MemberState {
    /** Known, not yet one of us. */
    JOINING,
    /** One of us. */
    UP,
    /** On its way out, on purpose. */
    LEAVING,
    /** Silent for some seconds; may come back. */
    UNREACHABLE,
    /** Gone without a word. Its runs are as it told last. */
    LOST,
    /** Gone on purpose. */
    LEFT;

    /** The value of the label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be asked for something. */
    public boolean answers() {
        return this == UP || this == JOINING || this == LEAVING;
    }

    boolean gone() {
        return this == LOST || this == LEFT;
    }
}
