package org.masque.ops.run;

/** The kernels that were asked for cannot run here: another start would not help. */
public final class UnavailableKernelsException extends RuntimeException {
    UnavailableKernelsException(String message, Throwable cause) {
        super(message, cause);
    }
}
