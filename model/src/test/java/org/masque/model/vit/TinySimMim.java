package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.SplittableRandom;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.EncoderUse.AllTokens;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape.Tower;

/** A very small SimMIM beside {@link TinyNetworks}: the same images, 3x5 patches of 4x4 pixels. */
public final class TinySimMim {
    private TinySimMim() {}

    /** Its shape. */
    public static ModelShape shape(Position position, double layerScale) {
        return new ModelShape(12, 20, 4, Tower.of(12, 2, 3), new AllTokens(position, layerScale));
    }

    /** Starting weights, each moved a little, so that no bias is 0 and no scale is 1. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static Weights weights(Position position, double layerScale, long seed) {
        Weights weights = Weights.zeros(shape(position, layerScale));
        Initialization.fill(weights, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            Tensor parameter = weights.parameter(slice.name());
            for (int i = 0; i < parameter.length(); i++) {
                parameter.set(i, parameter.get(i) + (float) random.nextDouble(-0.3, 0.3));
            }
        }
        return weights;
    }
}
