package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RunAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque resume}: lets a run go on. */
@Command(
        name = "resume",
        description = "Lets a run go on: after a pause, after a stop, or after a failure once its cause is removed.")
public final class ResumeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SteeringArguments steering;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(steering.perform(RunAction.RESUME));
        return ExitCode.OK.number();
    }
}
