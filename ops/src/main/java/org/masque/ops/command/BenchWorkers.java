package org.masque.ops.command;

import org.masque.config.KernelKind;
import org.masque.ops.bench.Benchmarks;
import org.masque.ops.run.AvailableKernels;
import picocli.CommandLine.Option;

/** Who computes in a benchmark of steps or maps, and with what. */
final class BenchWorkers {
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

    Benchmarks.Load load(BenchArguments arguments) {
        AvailableKernels.require(kernels);
        return new Benchmarks.Load(
                arguments.batch(),
                arguments.steps(),
                workers(),
                BenchArguments.atLeast(0, "--micro-batch", microBatch),
                AvailableKernels.name(kernels));
    }

    private int workers() {
        BenchArguments.atLeast(0, "--threads", threads);
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
