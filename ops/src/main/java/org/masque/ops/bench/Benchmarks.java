package org.masque.ops.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
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

/** Each benchmark, from its arguments to its measurement. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * How much is computed by whom.
     *
     * @param batch images a repetition
     * @param repetitions timed
     * @param workers threads
     * @param kernels auto, simd or nd4j
     */
    public record Load(int batch, int repetitions, int workers, String kernels) {}

    /** Whole training steps on noise. */
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    public static Measurement step(BenchmarkSize size, BenchmarkMethod method, Load load) {
        try (StepBenchmark benchmark = new StepBenchmark(
                method,
                size.shape(),
                BenchmarkImages.noise(size.shape(), load.batch()),
                load.workers(),
                load.kernels())) {
            long[] nanos = Repetitions.time(load.repetitions(), benchmark::step);
            return new Measurement(name(method), name(size), load.batch(), load.workers(), nanos);
        }
    }

    /** Attention maps of whole images of noise. */
    @SuppressWarnings("MustBeClosedChecker") // the benchmark owns its images
    public static Measurement attention(BenchmarkSize size, Load load) {
        try (AttentionBenchmark benchmark = new AttentionBenchmark(
                size.shape(), BenchmarkImages.noise(size.shape(), load.batch()), load.workers(), load.kernels())) {
            long[] nanos = Repetitions.time(load.repetitions(), benchmark::refresh);
            return new Measurement("attention", name(size), load.batch(), load.workers(), nanos);
        }
    }

    /** Carrying maps and choosing states. */
    public static Measurement mask(BenchmarkSize size, BenchmarkMethod method, int batch, int repetitions) {
        PatchGrid grid = size.shape().grid();
        SplittableRandom random = new SplittableRandom(0);
        float[] map = new float[grid.patches()];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextDouble();
        }
        ViewGeometry geometry = new ViewGeometry(new CropBox(3, 5, 200, 180, 224, 224), true);
        long[] nanos = Repetitions.time(repetitions, () -> {
            for (int i = 0; i < batch; i++) {
                float[] weights = MapTransport.carry(map, grid, geometry, grid);
                method.strategy().plan(new MaskContext(grid, 0, 1, weights), Randomness.of(0, 0, i, Purpose.MASK));
            }
        });
        return new Measurement("mask-" + name(method), name(size), batch, 1, nanos);
    }

    /** Decoding and augmenting the images of a recipe. */
    public static Measurement loader(Recipe recipe, int batch, int repetitions) {
        try (RunData data = RunData.open(recipe)) {
            ViewSource views = data.trainingViews();
            int size = data.train().size();
            AtomicInteger next = new AtomicInteger();
            long[] nanos = Repetitions.time(repetitions, () -> {
                int[] ids = new int[batch];
                for (int i = 0; i < batch; i++) {
                    ids[i] = Math.floorMod(next.getAndIncrement(), size);
                }
                try (Views loaded = views.load(0, ids)) {
                    loaded.size();
                }
            });
            return new Measurement("loader", RecipeParts.shape(recipe).imageHeight() + " px", batch, 1, nanos);
        }
    }

    private static String name(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
