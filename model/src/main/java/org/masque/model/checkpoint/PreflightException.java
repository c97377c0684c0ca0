package org.masque.model.checkpoint;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The output has no place: too little room, or no permission. */
public final class PreflightException extends IOException {
    PreflightException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
