package org.masque.ops.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What serving costs a run that trains: its steps' mean time without and with a load on its server, in turn.
 *
 * @param server of the run, without a path
 * @param run its name
 * @param scrapesPerSecond of {@code /metrics}
 * @param streams of events that are open at once
 * @param seconds of each half of a round
 */
public record ServingBenchmark(URI server, String run, int scrapesPerSecond, int streams, int seconds) {
    private static final String SUM = "masque_train_step_duration_seconds_sum";
    private static final String COUNT = "masque_train_step_duration_seconds_count";
    private static final String FILES = "process_open_fds";
    private static final String CPU = "process_cpu_seconds_total";

    /** One half of a round: mean seconds of a step, and how much processor time the run took a second. */
    private record Half(double step, double cpu) {}

    /**
     * Measures.
     *
     * @param out hears of each round
     * @return how much longer a step takes under load, as a share: 0.01 is one percent; the median of the rounds
     */
    public double run(int rounds, Consumer<String> out) throws IOException {
        double files = MetricsPage.read(server).value(FILES);
        List<Double> costs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            costs.add(round(round + 1, out));
        }
        pause(seconds);
        double left = MetricsPage.read(server).value(FILES);
        out.accept(String.format(Locale.ROOT, "open files before %.0f, after %.0f", files, left));
        return Median.of(costs);
    }

    private double round(int number, Consumer<String> out) throws IOException {
        Half quiet = half();
        try (ServingLoad load = ServingLoad.on(server, "/api/runs/" + run + "/events", scrapesPerSecond, streams)) {
            Half loaded = half();
            double cost = loaded.step() / quiet.step() - 1;
            out.accept(String.format(
                    Locale.ROOT,
                    "round %d: step %.1f ms, %.1f ms under load (%+.1f%%); processor %.2f, %.2f; "
                            + "%.0f scrapes a second, %d streams, %d failures",
                    number,
                    1e3 * quiet.step(),
                    1e3 * loaded.step(),
                    100 * cost,
                    quiet.cpu(),
                    loaded.cpu(),
                    load.scraped() / (double) seconds,
                    load.open(),
                    load.failed()));
            return cost;
        }
    }

    private Half half() throws IOException {
        MetricsPage before = MetricsPage.read(server);
        long start = System.nanoTime();
        pause(seconds);
        MetricsPage after = MetricsPage.read(server);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double steps = after.value(COUNT) - before.value(COUNT);
        if (steps < 1) {
            throw new IOException("no step of " + run + " ended in " + seconds + " s: give more --seconds");
        }
        return new Half(
                (after.value(SUM) - before.value(SUM)) / steps, (after.value(CPU) - before.value(CPU)) / elapsed);
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
