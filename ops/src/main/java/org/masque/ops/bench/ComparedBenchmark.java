package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Times our work and the yardstick's in turn, so that what else happens on the machine meets both; who begins changes
 * from round to round.
 *
 * @param yardstick the other one
 * @param rounds of both
 * @param steps timed repetitions a round
 * @param threads of either
 */
public record ComparedBenchmark(Yardstick yardstick, int rounds, int steps, int threads) {
    /** Compares one kind of work at one size. */
    public Comparison run(Comparison.Kind kind, BenchmarkSize size, int batch) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (RepeatedWork work = open(kind, size, batch)) {
            Repetitions.warmUp(work::run);
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    ours.add(ourMedian(work, batch));
                }
                theirs.add(yardstick.medianMillis(kind, size, batch, steps, threads));
                if (round % 2 == 1) {
                    ours.add(ourMedian(work, batch));
                }
            }
        }
        return new Comparison(kind, size, batch, threads, ours, theirs);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed to the caller
    private RepeatedWork open(Comparison.Kind kind, BenchmarkSize size, int batch) {
        Benchmarks.Load load = new Benchmarks.Load(batch, steps, threads, 0, "auto");
        return switch (kind) {
            case MAE -> Benchmarks.openSteps(BenchmarkSubject.of(size, BenchmarkMethod.MAE), load);
            case AMT -> Benchmarks.openSteps(BenchmarkSubject.of(size, BenchmarkMethod.AMT), load);
            case ATTENTION -> Benchmarks.openAttention(BenchmarkSubject.of(size, BenchmarkMethod.MAE), load);
        };
    }

    // One repetition that does not count brings our data back into the cache.
    private double ourMedian(RepeatedWork work, int batch) {
        work.run();
        return new Measurement("", "", batch, threads, Repetitions.timeWarm(steps, work::run)).medianMillis();
    }
}
