package org.masque.config;

import com.typesafe.config.ConfigException;

/** An {@code include} that cannot be followed. */
final class IncludeException extends ConfigException {
    private static final long serialVersionUID = 1;

    private final String remedy;

    IncludeException(String message, String remedy, Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    IncludeException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    /** What to do about it. */
    String remedy() {
        return remedy;
    }
}
