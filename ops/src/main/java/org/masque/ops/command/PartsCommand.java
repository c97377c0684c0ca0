package org.masque.ops.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code masque parts}: semantic parts of images, which SemMAE masks by. */
@Command(
        name = "parts",
        description = "Finds, draws and judges the semantic parts of images.",
        subcommands = {PartsTrainCommand.class, PartsShowCommand.class, PartsScoreCommand.class})
public final class PartsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which of train, show and score?");
    }
}
