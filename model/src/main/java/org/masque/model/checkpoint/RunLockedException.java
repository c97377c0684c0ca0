package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Another process works in the run's folder. */
public final class RunLockedException extends IOException {
    RunLockedException(Path runFolder, String holder) {
        super(runFolder + " is in use by " + holder + ": stop it first, or choose another run.name");
    }
}
