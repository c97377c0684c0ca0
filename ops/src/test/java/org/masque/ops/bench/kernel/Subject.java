package org.masque.ops.bench.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/** The kernels under measurement, and the tensors they work on; owned. */
final class Subject implements AutoCloseable {
    private final List<TensorRef> owned = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Kernels kernels;

    /** Opens the set of kernels that a run would choose; a benchmark closes it when it tears down. */
    @SuppressWarnings("MustBeClosedChecker") // moved into the field
    Subject() {
        kernels = KernelsProvider.open("auto");
    }

    Kernels kernels() {
        return kernels;
    }

    /** Numbers from -1 to 1. */
    @SuppressWarnings("MustBeClosedChecker") // moved into the list
    Tensor random(long... shape) {
        TensorRef made = TensorRef.zeros(shape);
        owned.add(made);
        for (int i = 0; i < made.tensor().length(); i++) {
            made.tensor().set(i, (float) random.nextDouble(-1, 1));
        }
        return made.tensor();
    }

    /** So many patches of each image, each once, ascending. */
    int[] patches(int images, int used, int patches) {
        int[] chosen = new int[images * used];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = i % used * (patches / used);
        }
        return chosen;
    }

    @Override
    public void close() {
        owned.forEach(TensorRef::close);
        kernels.close();
    }
}
