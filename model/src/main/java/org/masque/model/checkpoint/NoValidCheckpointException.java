package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** There are checkpoints, and none can be used: the run must not begin anew as if there had been none. */
public final class NoValidCheckpointException extends IOException {
    private final List<Path> tried;

    NoValidCheckpointException(Path folder, List<Path> tried) {
        super("no valid checkpoint in " + folder + "; tried " + tried
                + ". To begin from scratch, move that folder away; to use one, restore its files");
        this.tried = List.copyOf(tried);
    }

    /** The folders that were tried, under the names that they have now. */
    public List<Path> tried() {
        return tried;
    }
}
