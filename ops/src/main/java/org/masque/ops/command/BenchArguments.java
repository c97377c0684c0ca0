package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.config.KernelKind;
import org.masque.config.RecipeLoader;
import org.masque.ops.UsageException;
import org.masque.ops.bench.BenchmarkMethod;
import org.masque.ops.bench.BenchmarkSize;
import org.masque.ops.bench.BenchmarkSubject;
import org.masque.ops.bench.Benchmarks;
import org.masque.ops.bench.Measurement;
import org.masque.ops.run.AvailableKernels;
import picocli.CommandLine.Option;

/** What all benchmarks take. */
final class BenchArguments {
    @Option(names = "--size", defaultValue = "tiny", description = "tiny, small or base (default: ${DEFAULT-VALUE}).")
    BenchmarkSize size;

    @Option(names = "--method", defaultValue = "mae", description = "mae or amt (default: ${DEFAULT-VALUE}).")
    BenchmarkMethod method;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "256",
            description = "Images a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "12",
            description = "Timed repetitions (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Workers (default: one a core).")
    private int threads;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            defaultValue = "0",
            description = "Images that a worker takes at once (default: chosen from the network's size).")
    private int microBatch;

    @Option(
            names = "--kernels",
            paramLabel = "SET",
            defaultValue = "auto",
            description = "auto, simd or nd4j (default: ${DEFAULT-VALUE}).")
    private KernelKind kernels;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE",
            description = "The network, masks and images of a recipe, instead of --size and --method and noise.")
    @Nullable
    String recipe;

    @Option(
            names = {"--set", "-o"},
            paramLabel = "KEY=VALUE",
            description = "Changes one key of the recipe; may be repeated.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON line.")
    boolean json;

    int batch() {
        return atLeast(1, "--batch", batch);
    }

    int steps() {
        return atLeast(1, "--steps", steps);
    }

    /** The value, or a usage error that names the option. */
    static int atLeast(int least, String option, int value) {
        if (value < least) {
            throw new UsageException(option + " " + value + ": at least " + least);
        }
        return value;
    }

    int workers() {
        atLeast(0, "--threads", threads);
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    BenchmarkSubject subject() throws IOException {
        return recipe == null
                ? BenchmarkSubject.of(size, method)
                : BenchmarkSubject.of(RecipeLoader.load(recipe, overrides));
    }

    Benchmarks.Load load() {
        AvailableKernels.require(kernels);
        return new Benchmarks.Load(
                batch(), steps(), workers(), atLeast(0, "--micro-batch", microBatch), AvailableKernels.name(kernels));
    }

    void print(Measurement measurement, PrintWriter out) throws JsonProcessingException {
        out.println(json ? measurement.json() : measurement.text());
        out.flush();
    }
}
