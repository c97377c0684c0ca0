package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * Tensors for tests of kernels: unaligned, and between NaNs, so that a read outside shows in the result and a write
 * outside is found by {@link #close()}.
 */
final class GuardedTensors implements AutoCloseable {
    private static final int GUARD = 37;

    private final Random random;
    private final List<TensorRef> blocks = new ArrayList<>();

    GuardedTensors(long seed) {
        random = new Random(seed);
    }

    /** Normally distributed floats. */
    Tensor random(int... shape) {
        Tensor tensor = filled(Float.NaN, shape);
        for (int i = 0; i < tensor.length(); i++) {
            tensor.set(i, (float) random.nextGaussian());
        }
        return tensor;
    }

    /** For outputs that a kernel must overwrite. */
    Tensor undefined(int... shape) {
        return filled(Float.NaN, shape);
    }

    Tensor filled(float value, int... shape) {
        int length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        TensorRef block = block(length + 2 * GUARD);
        Tensor all = block.tensor();
        for (int i = 0; i < all.length(); i++) {
            all.set(i, i >= GUARD && i < GUARD + length ? value : Float.NaN);
        }
        return all.slice(GUARD, Arrays.stream(shape).asLongStream().toArray());
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    private TensorRef block(int floats) {
        TensorRef block = TensorRef.zeros(floats);
        blocks.add(block);
        return block;
    }

    int[] patchNumbers(int count, int patches) {
        return random.ints(count, 0, patches).toArray();
    }

    @Override
    public void close() {
        for (TensorRef block : blocks) {
            assertThat(isIntact(block.tensor())).as("floats around a tensor").isTrue();
        }
        blocks.forEach(TensorRef::close);
    }

    private static boolean isIntact(Tensor block) {
        boolean intact = true;
        for (int i = 0; i < GUARD; i++) {
            intact &= Float.isNaN(block.get(i)) && Float.isNaN(block.get(block.length() - 1 - i));
        }
        return intact;
    }
}
