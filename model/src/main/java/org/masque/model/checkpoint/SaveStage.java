package org.masque.model.checkpoint;

import java.util.Locale;

/** How far a save has come, in this order; a closed list, so that a metric can be labelled with it. */
public enum SaveStage {
    STARTED,
    FOLDER_CREATED,
    /** Once for each file. */
    FILE_WRITTEN,
    /** Once for each file, after all are written. */
    FILE_SYNCED,
    MANIFEST_SYNCED,
    FOLDER_SYNCED,
    /** Only if the step had a checkpoint already. */
    OLD_MOVED_ASIDE,
    RENAMED,
    PARENT_SYNCED,
    VERIFIED,
    LATEST_WRITTEN,
    LATEST_RENAMED;

    /** The name in logs and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
