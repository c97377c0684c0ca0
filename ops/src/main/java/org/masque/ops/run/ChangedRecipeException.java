package org.masque.ops.run;

/** A run cannot go on with this recipe: it began with another one. */
public final class ChangedRecipeException extends RuntimeException {
    /** Says what changed, and the remedy. */
    public ChangedRecipeException(String message) {
        super(message);
    }
}
