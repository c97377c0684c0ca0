package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench mask}: carrying maps to views and choosing states, on one thread. */
@Command(name = "mask", description = "Times carrying maps through crop and flip and choosing states, on one thread.")
public final class BenchMaskCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Mixin
    private BenchNetwork network;

    @Mixin
    private BenchOutput output;

    @Override
    public Integer call() throws IOException {
        output.print(
                Benchmarks.mask(network.subject(arguments), arguments.batch(), arguments.steps()),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
