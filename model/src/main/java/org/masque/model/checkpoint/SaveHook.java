package org.masque.model.checkpoint;

import java.io.IOException;

/** Called after each stage of a save, so that a test can crash there. */
@FunctionalInterface
interface SaveHook {
    SaveHook NONE = stage -> {};

    /** Throws an {@code Error} to act as a crash, an {@code IOException} to act as a disk. */
    void reached(SaveStage stage) throws IOException;
}
