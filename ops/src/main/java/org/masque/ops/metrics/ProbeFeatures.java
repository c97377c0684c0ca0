package org.masque.ops.metrics;

import java.util.Locale;

/** What a probe reads from the encoder. */
public enum ProbeFeatures {
    /** The class token. */
    CLS,
    /** The mean of the patch tokens. */
    MEAN;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
