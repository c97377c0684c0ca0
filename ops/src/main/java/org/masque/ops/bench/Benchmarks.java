package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunData;
import org.masque.config.Recipe;
import org.masque.masking.CropBox;
import org.masque.masking.MapTransport;
import org.masque.masking.MaskContext;
import org.masque.masking.PatchGrid;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.masking.ViewGeometry;
import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.kernels.KernelsProvider;

/** Each benchmark, from its arguments to its measurement. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * How much is computed by whom.
     *
     * @param batch images a repetition
     * @param repetitions timed
     * @param workers threads
     * @param microBatch images a worker takes at once, or 0 to choose
     * @param kernels auto, simd or nd4j
     */
    public record Load(int batch, int repetitions, int workers, int microBatch, String kernels) {}

    /** Whole training steps. */
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    public static Measurement step(BenchmarkSubject subject, Load load) {
        try (RepeatedWork steps = openSteps(subject, load)) {
            long[] nanos = Repetitions.time(load.repetitions(), steps::run);
            return new Measurement(subject.method(), subject.size(), load.batch(), load.workers(), nanos);
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    static RepeatedWork openSteps(BenchmarkSubject subject, Load load) {
        return new StepBenchmark(
                subject, subject.images().batch(load.batch()), load, worker -> KernelsProvider.open(load.kernels()));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    static RepeatedWork openAttention(BenchmarkSubject subject, Load load) {
        return new AttentionBenchmark(subject, subject.images().batch(load.batch()), load.workers(), load.kernels());
    }

    /** Where the time of whole training steps goes. */
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    public static StepProfile profile(BenchmarkSubject subject, Load load) {
        List<KernelClock> clocks =
                Stream.generate(KernelClock::new).limit(load.workers()).toList();
        try (StepBenchmark benchmark = new StepBenchmark(
                subject,
                subject.images().batch(load.batch()),
                load,
                worker -> clocks.get(worker).watch(KernelsProvider.open(load.kernels())))) {
            Repetitions.warmUp(benchmark::run);
            clocks.forEach(KernelClock::reset);
            long[] nanos = Repetitions.timeWarm(load.repetitions(), benchmark::run);
            Measurement steps = new Measurement(subject.method(), subject.size(), load.batch(), load.workers(), nanos);
            return new StepProfile(steps, clocks);
        }
    }

    /** Maps of whole images: attention, or those of the recipe. */
    public static Measurement attention(BenchmarkSubject subject, Load load) {
        try (RepeatedWork maps = openAttention(subject, load)) {
            long[] nanos = Repetitions.time(load.repetitions(), maps::run);
            return new Measurement(subject.map(), subject.size(), load.batch(), load.workers(), nanos);
        }
    }

    /** Carrying maps and choosing states. */
    public static Measurement mask(BenchmarkSubject subject, int batch, int repetitions) {
        PatchGrid grid = subject.shape().grid();
        SplittableRandom random = new SplittableRandom(0);
        float[] map = new float[grid.patches()];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextDouble();
        }
        ViewGeometry geometry = new ViewGeometry(new CropBox(3, 5, 200, 180, 224, 224), true);
        long[] nanos = Repetitions.time(repetitions, () -> {
            for (int i = 0; i < batch; i++) {
                float[] weights = MapTransport.carry(map, grid, geometry, grid);
                subject.strategy().plan(new MaskContext(grid, 0, 1, weights), Randomness.of(0, 0, i, Purpose.MASK));
            }
        });
        return new Measurement("mask-" + subject.method(), subject.size(), batch, 1, nanos);
    }

    /** Decoding and augmenting the images of a recipe. */
    public static Measurement loader(Recipe recipe, int batch, int repetitions) {
        try (RunData data = RunData.open(recipe)) {
            ViewSource views = data.trainingViews();
            int[] order = data.some(data.train().size());
            AtomicInteger next = new AtomicInteger();
            long[] nanos = Repetitions.time(repetitions, () -> {
                int[] ids = new int[batch];
                for (int i = 0; i < batch; i++) {
                    ids[i] = order[Math.floorMod(next.getAndIncrement(), order.length)];
                }
                try (Views loaded = views.load(0, ids)) {
                    loaded.size();
                }
            });
            return new Measurement("loader", RecipeParts.shape(recipe).imageHeight() + " px", batch, 1, nanos);
        }
    }
}
