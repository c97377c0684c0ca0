package org.masque.model.data;

import org.jspecify.annotations.Nullable;

/** The data set as a whole cannot be used: the run ends with exit code 65, and the message says what to mend. */
public final class DataException extends RuntimeException {
    /** Says what is wrong with which file or folder, and the remedy. */
    public DataException(String message) {
        super(message);
    }

    /** The same, with what the reading failed on. */
    public DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
