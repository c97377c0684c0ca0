package org.masque.ops.api;

import java.util.Locale;

/**
 * Something that was asked for and takes its time.
 *
 * @param id given by the client, or made up
 * @param call method and path, with what of the body matters
 * @param state how far it is
 * @param message for a person; empty while it goes on
 */
record Operation(String id, String call, State state, String message) {
    /** How far an operation is. */
    enum State {
        /** Asked for. */
        RUNNING,
        /** It has happened. */
        DONE,
        /** It cannot happen; the message says why. */
        REFUSED,
        /** It went wrong. */
        FAILED;

        /** As in JSON and in the audit log. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
