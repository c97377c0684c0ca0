package org.masque.actors.wire;

/**
 * A line of {@code wire-classes.txt}.
 *
 * @param id the number of the class, never given to another
 * @param manifest the name of the message on the network; {@link #NO_MESSAGE} for what is only part of messages
 * @param type a record or an enum
 */
public record WireClass(int id, String manifest, Class<?> type) {
    /** Stands for a manifest where there is none. */
    public static final String NO_MESSAGE = "-";

    // Kryo's own classes have the numbers below.
    private static final int FIRST = 100;

    public WireClass {
        if (id < FIRST) {
            throw new IllegalArgumentException(type.getName() + ": number " + id + " is less than " + FIRST);
        }
        if (!type.isRecord() && !type.isEnum()) {
            throw new IllegalArgumentException(type.getName() + " is neither a record nor an enum");
        }
        if (WireMessage.class.isAssignableFrom(type) == manifest.equals(NO_MESSAGE)) {
            throw new IllegalArgumentException(type.getName() + ": a message has a manifest, and nothing else has one");
        }
    }

    boolean isMessage() {
        return !manifest.equals(NO_MESSAGE);
    }
}
