package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RunAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque stop}: ends a run. */
@Command(name = "stop", description = "Ends a run after the step in hand, with a checkpoint. masque resume goes on.")
public final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private SteeringArguments steering;

    @Option(names = "--now", description = "At once and without a checkpoint.")
    private boolean now;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().println(steering.perform(now ? RunAction.ABANDON : RunAction.STOP));
        return ExitCode.OK.number();
    }
}
