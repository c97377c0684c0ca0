package org.masque.model.maps;

import java.io.IOException;

/** A file holds maps of other images or another grid than were asked for. */
public final class OtherMapsException extends IOException {
    OtherMapsException(String message) {
        super(message);
    }
}
