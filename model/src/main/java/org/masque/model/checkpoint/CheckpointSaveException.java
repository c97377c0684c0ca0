package org.masque.model.checkpoint;

import java.io.IOException;

/** A save did not come through; the checkpoints before it are as they were. */
public final class CheckpointSaveException extends IOException {
    private final SaveStage stage;

    CheckpointSaveException(String message, SaveStage stage, Throwable cause) {
        super(message, cause);
        this.stage = stage;
    }

    /** The last stage that was reached; for the counter of failures. */
    public SaveStage stage() {
        return stage;
    }
}
