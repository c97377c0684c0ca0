package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Benchmarks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code masque bench profile}: where the time of training steps goes. */
@Command(name = "profile", description = "Says where the time of whole training steps goes, kernel by kernel.")
public final class BenchProfileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchArguments arguments;

    @Mixin
    private BenchNetwork network;

    @Mixin
    private BenchWorkers workers;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Benchmarks.profile(network.subject(arguments), workers.load(arguments))
                .lines()
                .forEach(out::println);
        out.flush();
        return ExitCode.OK.number();
    }
}
