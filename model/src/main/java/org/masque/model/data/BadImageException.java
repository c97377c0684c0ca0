package org.masque.model.data;

/** One image cannot be used: expected trouble, to be skipped and counted. */
public final class BadImageException extends Exception {
    private final String name;
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
        this.name = name;
        this.reason = reason;
    }

    /** The image's name, as {@link ImageSource#name}. */
    public String name() {
        return name;
    }

    /** The reason to count it under. */
    public SkipReason reason() {
        return reason;
    }
}
