package org.masque.ops.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.masque.ops.ExitCode;
import org.masque.ops.bench.BenchmarkSize;
import org.masque.ops.bench.ComparedBenchmark;
import org.masque.ops.bench.Comparison;
import org.masque.ops.bench.Yardstick;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code masque bench compare}: against PyTorch on the same machine. */
@Command(
        name = "compare",
        description = "Times our steps and maps and those of a PyTorch yardstick in turn, and prints how many times"
                + " faster ours are (ratio of medians).")
public final class BenchCompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--peer", paramLabel = "PYTHON", required = true, description = "A Python that has torch.")
    private Path python;

    @Option(
            names = "--yardstick",
            paramLabel = "FILE",
            required = true,
            description = "The script that it runs: plain PyTorch steps to compare with (torch_mae.py).")
    private Path script;

    @Option(
            names = "--size",
            split = ",",
            defaultValue = "tiny,small,base",
            description = "Sizes of the network (default: ${DEFAULT-VALUE}).")
    private List<BenchmarkSize> sizes;

    @Option(
            names = "--what",
            split = ",",
            defaultValue = "mae,amt,attention",
            description = "What to time (default: ${DEFAULT-VALUE}).")
    private List<Comparison.Kind> kinds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "0",
            description = "Images a step (default: 256 for tiny, 64 for small, 16 for base).")
    private int batch;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often both are timed (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "5",
            description = "Timed repetitions a round (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of each (default: all cores).")
    private int threads;

    @Option(names = "--json", description = "Print a JSON line for each comparison.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        BenchArguments.atLeast(1, "--rounds", rounds);
        BenchArguments.atLeast(1, "--steps", steps);
        BenchArguments.atLeast(0, "--batch", batch);
        BenchArguments.atLeast(0, "--threads", threads);
        int workers = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        ComparedBenchmark benchmark = new ComparedBenchmark(new Yardstick(python, script), rounds, steps, workers);
        if (!json) {
            out.println(Comparison.header());
        }
        for (BenchmarkSize size : sizes) {
            for (Comparison.Kind kind : kinds) {
                Comparison comparison = benchmark.run(kind, size, batch > 0 ? batch : size.usualBatch());
                out.println(json ? comparison.json() : comparison.text());
                out.flush();
            }
        }
        return ExitCode.OK.number();
    }
}
