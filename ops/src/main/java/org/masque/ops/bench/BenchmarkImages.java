package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.ModelShape;

/** The images that a benchmark computes on. */
final class BenchmarkImages {
    private BenchmarkImages() {}

    /** Noise, the same every time. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    static TensorRef noise(ModelShape shape, int batch) {
        java.util.SplittableRandom random = Randomness.of(0, 0, 0, Purpose.VIEW);
        TensorRef images = TensorRef.zeros(batch, ModelShape.CHANNELS, shape.imageHeight(), shape.imageWidth());
        for (long i = 0; i < images.tensor().length(); i++) {
            images.tensor().set(i, (float) (4 * random.nextDouble() - 2));
        }
        return images;
    }
}
