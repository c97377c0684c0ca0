package org.masque.ops.run;

import java.io.IOException;

/** A file or folder holds no network that a command could use. */
public final class UnusableNetworkException extends IOException {
    UnusableNetworkException(String message) {
        super(message);
    }
}
