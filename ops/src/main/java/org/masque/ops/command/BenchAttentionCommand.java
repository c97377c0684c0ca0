package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench attention}: maps of whole images. */
@Command(
        name = "attention",
        description =
                "Times the maps of whole images, as a refresh makes them: attention, or those of a recipe (masking.map).")
public final class BenchAttentionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Mixin
    private BenchNetwork network;

    @Mixin
    private BenchWorkers workers;

    @Mixin
    private BenchOutput output;

    @Override
    public Integer call() throws IOException {
        output.print(
                Benchmarks.attention(network.subject(arguments), workers.load(arguments)),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
