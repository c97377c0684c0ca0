package org.masque.ops.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench step}: whole training steps. */
@Command(name = "step", description = "Times whole training steps: masks, forward, backward, gradients summed, AdamW.")
public final class BenchStepCommand implements Callable<Integer> {
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
                Benchmarks.step(network.subject(arguments), workers.load(arguments)),
                spec.commandLine().getOut());
        return ExitCode.OK.number();
    }
}
