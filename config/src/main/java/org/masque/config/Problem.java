package org.masque.config;

/**
 * One thing that is wrong with a recipe.
 *
 * @param origin the file, the resource or {@code --set}; empty where the value was made in code
 * @param line in the origin, 1-based; 0: none
 * @param key the full key, for instance {@code masking.ratio}; empty where it is not about a key
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Problem(String origin, int line, String key, String message, String remedy) {
    /** A problem of a value whose origin is not known here. */
    public static Problem of(String key, String message, String remedy) {
        return new Problem("", 0, key, message, remedy);
    }

    /** The same problem, with the place that the value came from. */
    Problem at(Place place) {
        return new Problem(place.origin(), place.line(), key, message, remedy);
    }

    /** On two lines: {@code file:line: key: message}, then the remedy. */
    public String text() {
        String place = origin.isEmpty() ? "" : origin + (line > 0 ? ":" + line : "") + ": ";
        return place + (key.isEmpty() ? "" : key + ": ") + message + "\n    " + remedy;
    }
}
