package org.masque.ops.bench.kernel;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.masque.ops.bench.Roofline;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of kernels on one thread, and prints each rate beside the best that the machine does. */
public final class KernelBenchmarks {
    private KernelBenchmarks() {}

    /** Runs those whose name has one of the words given, or all. */
    @SuppressWarnings("SystemOut") // a command line of its own
    public static void main(String... words) throws RunnerException {
        PrintStream out = System.out;
        out.println("On this machine at best:");
        new Roofline(1).lines().forEach(out::println);
        OptionsBuilder chosen = new OptionsBuilder();
        for (String word : words) {
            chosen.include(KernelBenchmarks.class.getPackageName() + ".*" + word);
        }
        if (words.length == 0) {
            chosen.include(KernelBenchmarks.class.getPackageName());
        }
        Options options = chosen.mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500))
                .build();
        print(new Runner(options).run(), out);
    }

    static void print(Collection<RunResult> results, PrintStream out) {
        out.printf(Locale.ROOT, "%-50s %12s %18s%n", "kernel", "us a call", "rate");
        for (RunResult result : results) {
            double calls = result.getPrimaryResult().getScore();
            out.printf(Locale.ROOT, "%-50s %12.2f %18s%n", name(result), 1e6 / calls, rate(result));
        }
    }

    private static String name(RunResult result) {
        StringBuilder name = new StringBuilder(result.getPrimaryResult().getLabel());
        TreeMap<String, String> parameters = new TreeMap<>();
        result.getParams()
                .getParamsKeys()
                .forEach(key -> parameters.put(key, result.getParams().getParam(key)));
        parameters.forEach(
                (key, value) -> name.append(' ').append(key).append('=').append(value));
        return name.toString();
    }

    private static String rate(RunResult result) {
        double gigaflop = result.getSecondaryResults().get("gigaflop").getScore();
        double gigabyte = result.getSecondaryResults().get("gigabyte").getScore();
        return gigaflop > 0
                ? String.format(Locale.ROOT, "%.1f GFLOP/s", gigaflop)
                : String.format(Locale.ROOT, "%.1f GB/s", gigabyte);
    }
}
