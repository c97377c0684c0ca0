package org.masque.ops.run;

import java.io.IOException;

/** A run cannot fit into the memory that there is; starting it again would not help. */
public final class NotEnoughMemoryException extends IOException {
    NotEnoughMemoryException(String message) {
        super(message);
    }
}
