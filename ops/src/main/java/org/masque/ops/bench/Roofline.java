package org.masque.ops.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.TensorRef;

/**
 * What the machine can do at best: copying memory, and products of the shapes of a step, on one thread and on all at
 * once. A kernel's rate is to be seen beside these.
 */
public final class Roofline {
    private static final int FLOATS = 16 << 20;
    private static final int REPETITIONS = 15;
    private static final int[][] PRODUCTS = {{272, 192, 768}, {272, 768, 192}, {1040, 128, 512}, {784, 768, 3072}};

    private final int threads;

    /** Measures on one thread and on {@code threads} side by side. */
    public Roofline(int threads) {
        this.threads = threads;
    }

    /** A table: what, then the rate of one thread, and of all together. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line("what", "one thread", threads + " threads"));
        lines.add(line("copy, 64 MB to 64 MB", rate(1, Roofline::copy, "GB/s"), rate(threads, Roofline::copy, "GB/s")));
        for (int[] product : PRODUCTS) {
            Work work = kernels -> multiply(kernels, product[0], product[1], product[2]);
            lines.add(line(
                    String.format(Locale.ROOT, "y = x w', %d x %d x %d", product[0], product[1], product[2]),
                    rate(1, work, "GFLOP/s"),
                    rate(threads, work, "GFLOP/s")));
        }
        return lines;
    }

    private static String line(String what, String one, String all) {
        return String.format(Locale.ROOT, "%-32s %16s %16s", what, one, all);
    }

    /** Prepares a thread's data and says how much is done a second, in thousand millions. */
    @FunctionalInterface
    private interface Work {
        double giga(Kernels kernels);
    }

    private static String rate(int threads, Work work, String unit) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<CompletableFuture<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                rates.add(CompletableFuture.supplyAsync(
                        () -> {
                            try (Kernels kernels = KernelsProvider.open("auto")) {
                                return work.giga(kernels);
                            }
                        },
                        pool));
            }
            double sum = rates.stream().mapToDouble(CompletableFuture::join).sum();
            return String.format(Locale.ROOT, "%.1f %s", sum, unit);
        } finally {
            pool.shutdown();
        }
    }

    // Read once and written once.
    private static double copy(Kernels kernels) {
        try (TensorRef from = TensorRef.zeros(FLOATS);
                TensorRef to = TensorRef.zeros(FLOATS)) {
            return 2.0
                    * 4
                    * FLOATS
                    / bestNanos(() -> {
                        to.tensor().copyFrom(from.tensor());
                    });
        }
    }

    private static double multiply(Kernels kernels, int rows, int inputs, int outputs) {
        try (TensorRef x = TensorRef.zeros(rows, inputs);
                TensorRef w = TensorRef.zeros(outputs, inputs);
                TensorRef y = TensorRef.zeros(rows, outputs)) {
            int calls = 20;
            return 2.0
                    * calls
                    * rows
                    * inputs
                    * outputs
                    / bestNanos(() -> {
                        for (int i = 0; i < calls; i++) {
                            kernels.linear(x.tensor(), w.tensor(), null, y.tensor());
                        }
                    });
        }
    }

    private static double bestNanos(Runnable work) {
        long[] nanos = new long[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            work.run();
            nanos[i] = System.nanoTime() - start;
        }
        return Arrays.stream(nanos).min().orElseThrow();
    }
}
