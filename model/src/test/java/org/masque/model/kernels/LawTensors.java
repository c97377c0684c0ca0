package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * The tensors of one law: random, anywhere in memory, and guarded.
 *
 * <p>Each begins at a random float of a larger block, since slices of the flat parameter buffer are not aligned.
 * Closing checks that no kernel wrote around a tensor or into an input.
 */
final class LawTensors implements AutoCloseable {
    private static final int FENCE = 20;
    private static final float FENCE_VALUE = 12345.678f;

    private record Fenced(Tensor block, Tensor inside) {}

    private record Input(Tensor tensor, float[] before) {}

    private final SplittableRandom random;
    private final Arena arena;
    private final List<Fenced> fenced = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    private LawTensors(long seed) {
        random = new SplittableRandom(seed);
        arena = Arena.open(1 << 16);
    }

    @MustBeClosed
    static LawTensors seeded(long seed) {
        return new LawTensors(seed);
    }

    /** Normally distributed floats that the kernel must leave alone. */
    Tensor input(int... shape) {
        return widespread(1, shape);
    }

    /** Like {@link #input} with another standard deviation. */
    Tensor widespread(double deviation, int... shape) {
        Tensor tensor = random(deviation, shape);
        inputs.add(new Input(tensor, tensor.toArray()));
        return tensor;
    }

    /** Normally distributed floats that the kernel may change. */
    Tensor state(int... shape) {
        return random(1, shape);
    }

    private Tensor random(double deviation, int[] shape) {
        Tensor tensor = fence(shape);
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) (deviation * normal()));
        }
        return tensor;
    }

    /** A tensor full of NaN, for what the kernel must overwrite without reading. */
    Tensor output(int... shape) {
        Tensor tensor = fence(shape);
        for (long i = 0; i < tensor.length(); i++) {
            tensor.set(i, Float.NaN);
        }
        return tensor;
    }

    /** For each image some of its patches, each at most once, in random order. */
    int[] patches(int images, int count, int of) {
        int[] chosen = new int[images * count];
        for (int image = 0; image < images; image++) {
            int[] order = new int[of];
            for (int i = 0; i < of; i++) {
                int j = random.nextInt(i + 1);
                order[i] = order[j];
                order[j] = i;
            }
            System.arraycopy(order, 0, chosen, image * count, count);
        }
        return chosen;
    }

    static double[] doubles(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.length())];
        Arrays.setAll(values, i -> tensor.get(i));
        return values;
    }

    private Tensor fence(int[] shape) {
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        Tensor block = arena.take(length + 2 * FENCE);
        for (long i = 0; i < block.length(); i++) {
            block.set(i, FENCE_VALUE);
        }
        Tensor inside = block.slice(
                random.nextInt(FENCE), Arrays.stream(shape).asLongStream().toArray());
        fenced.add(new Fenced(block, inside));
        return inside;
    }

    private double normal() {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }

    @Override
    public void close() {
        try (arena) {
            for (Input input : inputs) {
                assertThat(input.tensor().toArray()).as("an input").isEqualTo(input.before());
            }
            fenced.forEach(LawTensors::requireFence);
        }
    }

    private static void requireFence(Fenced fenced) {
        long from = (fenced.inside().address() - fenced.block().address()) / Float.BYTES;
        long to = from + fenced.inside().length();
        for (long i = 0; i < fenced.block().length(); i++) {
            boolean written = fenced.block().get(i) != FENCE_VALUE;
            if (written && (i < from || i >= to)) {
                fail("float %d beside %s was written", i - from, fenced.inside());
            }
        }
    }
}
