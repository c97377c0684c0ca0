package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.masque.masking.PatchState;
import org.masque.masking.WeightedOrder;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.ModelShape.Tower;

/** Networks and batches that are small, not square, and in which no number is trivial. */
public final class TinyNetworks {
    /** Images of 12x20 pixels: 3x5 patches of 4x4 pixels. */
    public static final ModelShape SHAPE = new ModelShape(12, 20, 4, Tower.of(12, 2, 3), Tower.of(8, 2, 2));

    private TinyNetworks() {}

    /** Starting weights, each moved a little, so that no bias is 0 and no scale is 1. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static Weights weights(long seed) {
        Weights weights = Weights.zeros(SHAPE);
        Initialization.fill(weights, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            Tensor parameter = weights.parameter(slice.name());
            for (int i = 0; i < parameter.length(); i++) {
                parameter.set(i, parameter.get(i) + (float) random.nextDouble(-0.2, 0.2));
            }
        }
        return weights;
    }

    /** Room for gradients of {@link #weights}. */
    @MustBeClosed
    public static TensorRef gradients(Weights weights) {
        return TensorRef.zeros(weights.layout().length());
    }

    /** Images [count, 3, 12, 20] of random pixels from -1 to 1. */
    @MustBeClosed
    public static TensorRef images(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] pixels = new float[count * ModelShape.CHANNELS * SHAPE.imageHeight() * SHAPE.imageWidth()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(-1, 1);
        }
        return TensorRef.of(pixels, count, ModelShape.CHANNELS, SHAPE.imageHeight(), SHAPE.imageWidth());
    }

    /** States of that many images, drawn at random; all other patches are thrown. */
    public static byte[][] states(long seed, int count, int visible, int masked) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] states = new byte[count][SHAPE.patches()];
        for (byte[] image : states) {
            Arrays.fill(image, PatchState.THROWN);
            int[] order = WeightedOrder.uniform(image.length, random);
            for (int place = 0; place < visible + masked; place++) {
                image[order[place]] = place < visible ? PatchState.VISIBLE : PatchState.MASKED;
            }
        }
        return states;
    }

    /** Sets all pixels of one patch of one image. */
    public static void paint(Tensor images, int image, int patch, float value) {
        int columns = SHAPE.grid().columns();
        for (int channel = 0; channel < ModelShape.CHANNELS; channel++) {
            for (int pixel = 0; pixel < SHAPE.patch() * SHAPE.patch(); pixel++) {
                int y = patch / columns * SHAPE.patch() + pixel / SHAPE.patch();
                int x = patch % columns * SHAPE.patch() + pixel % SHAPE.patch();
                long row = ((long) image * ModelShape.CHANNELS + channel) * SHAPE.imageHeight() + y;
                images.set(row * SHAPE.imageWidth() + x, value);
            }
        }
    }
}
