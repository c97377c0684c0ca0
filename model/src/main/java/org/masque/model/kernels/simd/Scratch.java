package org.masque.model.kernels.simd;

import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/** Floats that a kernel overwrites freely; they grow with the largest request and are freed by {@link #close()}. */
final class Scratch implements AutoCloseable {
    private TensorRef block;
    // Not while a failed growth has left nothing.
    private boolean open = true;

    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    Scratch() {
        block = TensorRef.zeros(Lanes.WIDTH);
    }

    /** Borrows at least {@code floats} floats, of any value, until the next call. */
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    Tensor atLeast(long floats) {
        if (block.tensor().length() < floats) {
            block.close();
            open = false;
            block = TensorRef.zeros(floats);
            open = true;
        }
        return block.tensor();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            block.close();
        }
    }
}
