package org.masque.config;

/**
 * A key with different values in two recipes.
 *
 * @param key full, for instance {@code model.depth}
 * @param before its old value, as HOCON text
 * @param after its new value, as HOCON text
 * @param impact what that means to a run that is resumed
 */
public record Difference(String key, String before, String after, Impact impact) {
    /** The file or folder that the key names now; empty where it names none. */
    public String pathAfter() {
        Key named = Schema.RECIPE.require(key);
        return named.isPath() ? (String) RecipeReader.valueOfDefault(named, after) : "";
    }

    /** For instance {@code model.depth: 12 -> 6}. */
    public String text() {
        return key + ": " + before + " -> " + after;
    }
}
