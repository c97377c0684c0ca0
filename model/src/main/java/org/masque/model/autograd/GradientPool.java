package org.masque.model.autograd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * Gradients of values on their way back, whose memory is used again as soon as nobody waits for one any more.
 *
 * <p>Blocks have the same shapes, so all blocks go back through the memory of one: a tape holds its values and little
 * more, and what is written is still in the cache. One gradient may be that of several values, without a copy; it is
 * free when all of them have handed it on.
 */
final class GradientPool {
    private final Arena arena;
    private final IdentityHashMap<Tensor, Integer> holders = new IdentityHashMap<>();
    private final Map<Long, Deque<Tensor>> free = new HashMap<>();

    /** An empty pool; what it gives dies with the arena's reset. */
    GradientPool(Arena arena) {
        this.arena = arena;
    }

    /** The gradient of a value, taken if it has none yet; not zeroed. */
    Tensor of(Variable x) {
        Tensor gradient = x.gradient();
        if (gradient == null) {
            gradient = take(x.value().shape());
            x.gradient(gradient);
        }
        return gradient;
    }

    /** The gradient of a value; zeros if it has none yet. */
    Tensor zeroedOf(Variable x) {
        if (x.gradient() == null) {
            of(x).zero();
        }
        return x.requireGradient();
    }

    /** Makes the gradient of one value that of another, too. */
    void share(Tensor gradient, Variable with) {
        hold(gradient);
        with.gradient(gradient);
    }

    /** A tensor with one holder, of uncertain content. */
    Tensor take(long... shape) {
        Tensor wanted = unheld(shape);
        holders.put(wanted, 1);
        return wanted;
    }

    private Tensor unheld(long[] shape) {
        long length = 1;
        for (long axis : shape) {
            length *= axis;
        }
        Tensor used = free.getOrDefault(length, new ArrayDeque<>(0)).poll();
        return used == null ? arena.take(shape) : used.reshape(shape);
    }

    /** One more value has this gradient. Gradients from elsewhere are not counted, and never used again. */
    void hold(Tensor gradient) {
        holders.computeIfPresent(gradient, (key, count) -> count + 1);
    }

    /** A value's gradient has been handed on. */
    void release(Tensor gradient) {
        Integer count = holders.get(gradient);
        if (count == null) {
            return;
        }
        if (count > 1) {
            holders.put(gradient, count - 1);
            return;
        }
        holders.remove(gradient);
        free.computeIfAbsent(gradient.length(), length -> new ArrayDeque<>()).push(gradient);
    }
}
