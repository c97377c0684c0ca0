package org.masque.ops.metrics;

import java.util.Locale;

/** Where writing a checkpoint can fail. */
public enum CheckpointStage {
    /** Copying the tensors aside. */
    COPY,
    /** Writing the files into the temporary folder. */
    WRITE,
    /** Syncing, renaming, and pointing LATEST at it. */
    PUBLISH,
    /** Removing old ones. */
    PRUNE;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
