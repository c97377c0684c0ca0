package org.masque.model.checkpoint;

import java.io.IOException;

/** One checkpoint does not verify; the message is the reason alone, since the store names the folder. */
final class CorruptCheckpointException extends IOException {
    CorruptCheckpointException(String reason) {
        super(reason);
    }

    CorruptCheckpointException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
