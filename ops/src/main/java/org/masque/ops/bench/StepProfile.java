package org.masque.ops.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time of training steps went: a line for each kernel, of all workers together.
 *
 * @param steps how long the observed steps took
 * @param clocks one a worker
 */
public record StepProfile(Measurement steps, List<KernelClock> clocks) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** A table: kernel, milliseconds a step and a worker, share of the step, rate of its products. */
    public List<String> lines() {
        Map<String, KernelClock.Time> total = new TreeMap<>();
        clocks.forEach(
                clock -> clock.times().forEach((kernel, time) -> total.merge(kernel, time, KernelClock.Time::plus)));
        double whole = (double) Arrays.stream(steps.nanos()).sum() * clocks.size();
        List<String> lines = new ArrayList<>();
        lines.add(steps.text());
        lines.add(line("kernel", "ms a step", "share", "GFLOP/s"));
        total.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, KernelClock.Time> entry) ->
                                entry.getValue().nanos())
                        .reversed())
                .forEach(entry -> lines.add(line(entry.getKey(), entry.getValue(), whole)));
        long inKernels =
                total.values().stream().mapToLong(KernelClock.Time::nanos).sum();
        lines.add(line(
                "(masks, tape, waiting for each other)", new KernelClock.Time((long) whole - inKernels, 0), whole));
        return lines;
    }

    private String line(String kernel, KernelClock.Time time, double whole) {
        double millis = time.nanos() / NANOS_PER_MILLI / steps.nanos().length / clocks.size();
        return line(
                kernel,
                String.format(Locale.ROOT, "%.2f", millis),
                String.format(Locale.ROOT, "%.1f%%", 100 * time.nanos() / whole),
                time.operations() == 0 ? "" : String.format(Locale.ROOT, "%.1f", time.operations() / time.nanos()));
    }

    private static String line(String kernel, String millis, String share, String rate) {
        return String.format(Locale.ROOT, "%-40s %10s %7s %8s", kernel, millis, share, rate)
                .stripTrailing();
    }
}
