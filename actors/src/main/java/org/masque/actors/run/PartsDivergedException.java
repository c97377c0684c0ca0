package org.masque.actors.run;

/** Learning parts came to no number: the same steps would come to the same end, so no restart helps. */
public final class PartsDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says at which step, and the remedy. */
    public PartsDivergedException(String message) {
        super(message);
    }
}
