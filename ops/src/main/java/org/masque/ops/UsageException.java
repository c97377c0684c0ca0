package org.masque.ops;

/** The command line asks for what cannot be: the process ends with exit code 64, and the message says what to write. */
public final class UsageException extends RuntimeException {
    /** Says which argument is wrong, and the remedy. */
    public UsageException(String message) {
        super(message);
    }
}
