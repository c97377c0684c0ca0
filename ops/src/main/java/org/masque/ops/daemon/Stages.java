package org.masque.ops.daemon;

import java.nio.file.Path;
import java.util.stream.Stream;

/** The folders, below that of a run with masks by parts, of the stages that come before it. */
final class Stages {
    /** Of the run that pre-trains the encoder; its name too. */
    static final String ENCODER = "encoder";

    private static final String PARTS = "parts";

    private Stages() {}

    /** All folders in which a run may have checkpoints, its own first. */
    static Stream<Path> of(Path run) {
        return Stream.of(run, run.resolve(ENCODER), run.resolve(PARTS));
    }
}
