package org.masque.ops.command;

import java.io.IOException;
import org.masque.ops.control.RunAction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which run is steered, and where. */
final class SteeringArguments {
    @Mixin
    private DaemonArguments daemon;

    @Parameters(index = "0", paramLabel = "RUN", description = "The run's name.")
    private String run;

    /** Asks for it, waits until it has happened, and returns what was said. */
    String perform(RunAction action) throws IOException {
        return run + ": " + daemon.client().operate("/api/runs/" + run + "/" + action.label());
    }
}
