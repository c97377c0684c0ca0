package org.masque.model.data;

/** One image cannot be used: expected trouble, to be skipped and counted. */
public final class BadImageException extends Exception {
    private final SkipReason reason;

    /**
     * Says which image and why.
     *
     * @param name the image's name, as {@link ImageSource#name}
     * @param reason for the counter
     * @param detail one clause for the log
     */
    public BadImageException(String name, SkipReason reason, String detail) {
        super(name + ": " + detail);
        this.reason = reason;
    }

    /** The reason to count it under. */
    public SkipReason reason() {
        return reason;
    }
}
