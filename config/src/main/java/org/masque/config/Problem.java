package org.masque.config;

/**
 * One thing that is wrong with a recipe.
 *
 * @param origin the file, the resource or {@code --set}; empty where the value was made in code
 * @param line in the origin, 1-based; 0: none
 * @param setting the {@code KEY=VALUE} of {@code --set} that is to blame, or several; empty: none is
 * @param key the full key, for instance {@code masking.ratio}; empty where it is not about a key
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Problem(String origin, int line, String setting, String key, String message, String remedy) {
    private static final int LONGEST_SETTING = 80;

    /** A problem of a value whose origin is not known here. */
    public static Problem of(String key, String message, String remedy) {
        return new Problem("", 0, "", key, message, remedy);
    }

    /** The same problem, with the place that the value came from. */
    Problem at(Place place) {
        return new Problem(place.origin(), place.line(), setting, key, message, remedy);
    }

    /** The same problem, which the command line made. */
    Problem blamedOn(String culprit) {
        return new Problem(Place.COMMAND_LINE.origin(), 0, culprit, key, message, remedy);
    }

    /** On two lines: {@code file:line: key: message} or {@code --set KEY=VALUE: message}, then the remedy. */
    public String text() {
        boolean named = key.isEmpty() || setting.startsWith(key + "=");
        return place() + (named ? "" : key + ": ") + message + "\n    " + remedy;
    }

    private String place() {
        if (origin.isEmpty()) {
            return "";
        }
        boolean tooLong = setting.length() > LONGEST_SETTING;
        String shown = tooLong ? setting.substring(0, LONGEST_SETTING - 3) + "..." : setting;
        return origin + (shown.isEmpty() ? "" : " " + shown) + (line > 0 ? ":" + line : "") + ": ";
    }
}
