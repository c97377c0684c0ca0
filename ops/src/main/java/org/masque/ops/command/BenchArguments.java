package org.masque.ops.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.config.RecipeLoader;
import org.masque.ops.bench.BenchmarkMethod;
import org.masque.ops.bench.BenchmarkSize;
import org.masque.ops.bench.BenchmarkSubject;
import org.masque.ops.bench.Benchmarks;
import org.masque.ops.bench.Measurement;
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
    int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "12",
            description = "Timed repetitions (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "Workers (default: one a core).")
    int threads;

    @Option(
            names = "--micro-batch",
            paramLabel = "N",
            defaultValue = "0",
            description = "Images that a worker takes at once (default: chosen from the network's size).")
    int microBatch;

    @Option(
            names = "--kernels",
            paramLabel = "SET",
            defaultValue = "auto",
            description = "auto, simd or nd4j (default: ${DEFAULT-VALUE}).")
    String kernels;

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

    int workers() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    BenchmarkSubject subject() throws IOException {
        return recipe == null
                ? BenchmarkSubject.of(size, method)
                : BenchmarkSubject.of(RecipeLoader.load(recipe, overrides));
    }

    Benchmarks.Load load() {
        return new Benchmarks.Load(batch, steps, workers(), microBatch, kernels);
    }

    void print(Measurement measurement, PrintWriter out) throws JsonProcessingException {
        out.println(json ? measurement.json() : measurement.text());
        out.flush();
    }
}
