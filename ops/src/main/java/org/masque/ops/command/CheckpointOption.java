package org.masque.ops.command;

import org.masque.ops.run.ChosenCheckpoint;
import picocli.CommandLine.Option;

/** Which checkpoint of a run is meant. */
final class CheckpointOption {
    @Option(
            names = "--checkpoint",
            paramLabel = "WHICH",
            defaultValue = "newest",
            description = "Of a run's folder: newest, or best (the one of the best evaluation, checkpoint.keepBest).")
    private ChosenCheckpoint chosen = ChosenCheckpoint.NEWEST;

    ChosenCheckpoint chosen() {
        return chosen;
    }
}
