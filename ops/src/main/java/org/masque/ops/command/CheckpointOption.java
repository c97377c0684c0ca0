package org.masque.ops.command;

import org.masque.ops.run.ChosenCheckpoint;
import picocli.CommandLine.Option;

/** Which checkpoint of a run is meant. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "WHICH",
            defaultValue = "newest",
            description = "Which checkpoint of a run's folder: newest, or best (that of the best evaluation, see"
                    + " checkpoint.keepBest).")
    private ChosenCheckpoint chosen = ChosenCheckpoint.NEWEST;

    ChosenCheckpoint chosen() {
        return chosen;
    }
}
