package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RunAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque checkpoint}: writes a checkpoint of a run. */
@Command(
        name = "checkpoint",
        description = "Writes a checkpoint of a run, and returns when it is on disk and verified.")
public final class CheckpointCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SteeringArguments steering;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(steering.perform(RunAction.CHECKPOINT));
        return ExitCode.OK.number();
    }
}
