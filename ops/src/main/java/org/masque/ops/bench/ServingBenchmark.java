package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What serving costs a run that trains: its steps' mean time with a load on its server, beside the mean of that before
 * and after it without one, so that a machine that grows slower meanwhile is not taken for a cost.
 *
 * @param server of the run, without a path
 * @param run its name
 * @param rates how much is asked
 * @param seconds of each time with, and without load
 * @param warmUp seconds of load before the first of them: what is asked of a server for the first time is compiled
 *     meanwhile, which a run of days pays for once
 */
public record ServingBenchmark(URI server, String run, Rates rates, int seconds, int warmUp) {
    private static final String SUM = "masque_train_step_duration_seconds_sum";
    private static final String COUNT = "masque_train_step_duration_seconds_count";
    private static final String FILES = "process_open_fds";
    private static final String CPU = "process_cpu_seconds_total";
    private static final int ATTEMPTS = 5;

    /**
     * How much is asked; 0 is none of a kind.
     *
     * @param scrapes of {@code /metrics}, a second
     * @param streams of events that are open at once
     * @param hostile connections that begin, a second
     */
    public record Rates(int scrapes, int streams, int hostile) {}

    /** With, or without load: mean seconds of a step, and how much processor time the run took a second. */
    private record Half(double step, double cpu) {
        Half meanWith(Half other) {
            return new Half((step + other.step) / 2, (cpu + other.cpu) / 2);
        }
    }

    /** With load: its half, and what the load tells of itself. */
    private record Loaded(Half half, String told) {}

    /**
     * Measures.
     *
     * @param out hears of each round
     * @return how much longer a step takes under load, as a share: 0.01 is one percent; the median of the rounds
     */
    public double run(int rounds, Consumer<String> out) throws IOException {
        double files = page().value(FILES);
        loadFirst();
        List<Double> costs = new ArrayList<>();
        Half before = half();
        for (int round = 1; round <= rounds; round++) {
            Loaded loaded = loaded();
            Half after = half();
            Half quiet = before.meanWith(after);
            costs.add(loaded.half().step() / quiet.step() - 1);
            out.accept(told(round, quiet, loaded));
            before = after;
        }
        pause(seconds);
        out.accept(String.format(Locale.ROOT, "open files before %.0f, after %.0f", files, page().value(FILES)));
        return Median.of(costs);
    }

    // A load does its work by being open.
    @SuppressWarnings("try")
    private void loadFirst() throws IOException {
        if (warmUp > 0) {
            try (ServingLoad load = load()) {
                pause(warmUp);
            }
        }
    }

    private Loaded loaded() throws IOException {
        try (ServingLoad load = load()) {
            Half half = half();
            return new Loaded(
                    half,
                    String.format(
                            Locale.ROOT,
                            "%.0f scrapes a second, %d streams, %d failures",
                            load.scraped() / (double) seconds,
                            load.open(),
                            load.failed()));
        }
    }

    @MustBeClosed
    private ServingLoad load() {
        return ServingLoad.on(server, "/api/runs/" + run + "/events", rates);
    }

    private static String told(int round, Half quiet, Loaded loaded) {
        return String.format(
                Locale.ROOT,
                "round %d: step %.1f ms, %.1f ms under load (%+.1f%%); processor %.2f, %.2f; %s",
                round,
                1e3 * quiet.step(),
                1e3 * loaded.half().step(),
                100 * (loaded.half().step() / quiet.step() - 1),
                quiet.cpu(),
                loaded.half().cpu(),
                loaded.told());
    }

    private Half half() throws IOException {
        MetricsPage before = page();
        long start = System.nanoTime();
        pause(seconds);
        MetricsPage after = page();
        double elapsed = (System.nanoTime() - start) / 1e9;
        double steps = after.value(COUNT) - before.value(COUNT);
        if (steps < 1) {
            throw new IOException("no step of " + run + " ended in " + seconds + " s: give more --seconds");
        }
        return new Half(
                (after.value(SUM) - before.value(SUM)) / steps, (after.value(CPU) - before.value(CPU)) / elapsed);
    }

    // A server that keeps no more connections than it has closes ours too.
    private MetricsPage page() throws IOException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return MetricsPage.read(server);
            } catch (IOException closed) {
                pause(1);
            }
        }
        return MetricsPage.read(server);
    }

    private static void pause(int seconds) throws IOException {
        try {
            if (new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody counts down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
