package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RunAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque pause}: holds a run. */
@Command(name = "pause", description = "Holds a run after the step in hand. It keeps its slot and its memory.")
public final class PauseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SteeringArguments steering;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(steering.perform(RunAction.PAUSE));
        return ExitCode.OK.number();
    }
}
