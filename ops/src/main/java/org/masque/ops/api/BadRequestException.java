package org.masque.ops.api;

import org.jspecify.annotations.Nullable;

/** A request that makes no sense; the message says why. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
