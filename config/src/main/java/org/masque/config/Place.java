package org.masque.config;

import com.typesafe.config.ConfigOrigin;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was written.
 *
 * @param origin the file, the resource or {@code --set}
 * @param line 1-based; 0: none
 */
record Place(String origin, int line) {
    /** The origin of values given on the command line. */
    static final Place COMMAND_LINE = new Place("--set", 0);

    /** Translates the library's origin; what it does not name is taken to be in {@code root}. */
    static Place of(@Nullable ConfigOrigin origin, Place root) {
        if (origin == null) {
            return root;
        }
        if (origin.description().startsWith(COMMAND_LINE.origin())) {
            return COMMAND_LINE;
        }
        int line = Math.max(0, origin.lineNumber());
        if (origin.resource() != null) {
            return new Place(origin.resource(), line);
        }
        return new Place(origin.filename() != null ? origin.filename() : root.origin(), line);
    }

    /**
     * What the library says, without the place, which a {@link Problem} tells itself, and without advice on file types.
     */
    static String messageWithoutPlace(com.typesafe.config.ConfigException e) {
        String message = String.valueOf(e.getMessage());
        String place = e.origin() == null ? "" : e.origin().description() + ": ";
        String rest = message.startsWith(place) ? message.substring(place.length()) : message;
        int advice = rest.indexOf(" (if you intended");
        return advice < 0 ? rest : rest.substring(0, advice);
    }
}
