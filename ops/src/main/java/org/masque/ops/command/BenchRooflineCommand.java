package org.masque.ops.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.Roofline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque bench roofline}: the machine's own limits. */
@Command(name = "roofline", description = "Says how fast this machine copies memory and multiplies matrices.")
public final class BenchRooflineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to use (default: all cores).")
    private int threads;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BenchArguments.atLeast(0, "--threads", threads);
        int all = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        new Roofline(all).lines().forEach(out::println);
        out.flush();
        return ExitCode.OK.number();
    }
}
