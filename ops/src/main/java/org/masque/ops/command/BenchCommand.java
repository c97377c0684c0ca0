package org.masque.ops.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code masque bench}: how fast this machine does what a run consists of. */
@Command(
        name = "bench",
        description = "Measures steps, maps, loading and masking on this machine, and compares them.",
        subcommands = {
            BenchStepCommand.class,
            BenchProfileCommand.class,
            BenchCompareCommand.class,
            BenchRooflineCommand.class,
            BenchAttentionCommand.class,
            BenchLoaderCommand.class,
            BenchMaskCommand.class,
            BenchServingCommand.class
        })
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which benchmark?");
    }
}
