package org.masque.model.data;

import java.util.Locale;

/** Why an image could not be used; a closed list, so that a metric can be labelled with it. */
public enum SkipReason {
    /** No bytes at all. */
    EMPTY,
    /** The end is missing: no end-of-image marker, or the file is shorter than it says. */
    TRUNCATED,
    /** More pixels than {@code data.maxPixels}, by its header. */
    TOO_LARGE,
    /** Not an image, or damaged. */
    UNDECODABLE,
    /** It is listed, and closed: no permission, a link to nowhere, an encrypted entry, an unknown compression. */
    UNREADABLE,
    /** It was there when the set was listed, and is no more, or cannot be read any more. */
    VANISHED;

    /** The name in logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
