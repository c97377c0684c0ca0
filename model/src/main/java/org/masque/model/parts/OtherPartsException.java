package org.masque.model.parts;

import java.io.IOException;

/** A file holds labels that were made otherwise, of other images or another grid than were asked for. */
public final class OtherPartsException extends IOException {
    private static final long serialVersionUID = 1;

    /** With what differs, and what to do. */
    public OtherPartsException(String message) {
        super(message);
    }
}
