package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.PatchState;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.MaskedAutoencoder;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.Weights;

/**
 * Paints what the decoder predicts for masked patches into their view.
 *
 * <p>A network trained on normalised pixels predicts no brightness and no contrast: here each patch gets its true mean
 * and deviation back, which leaks them (spec 7, pitfall 17); whoever shows the picture must say so. It belongs to one
 * thread and owns its scratch memory.
 */
public final class Reconstruction implements AutoCloseable {
    private static final double EPSILON = 1e-6;

    private final MaskedAutoencoder network;
    private final PixelTarget target;
    private final Kernels kernels;
    private final Arena arena;

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public Reconstruction(Weights weights, PixelTarget target, Kernels kernels) {
        this.network = new MaskedAutoencoder(weights, null);
        this.target = target;
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
    }

    /**
     * Predicts the masked patches of one view.
     *
     * @param view [1, 3, H, W], normalised, borrowed
     * @param states L states
     * @return 3 * H * W numbers like the view's: masked patches as predicted, all others as they are
     */
    public float[] of(Tensor view, byte[] states) {
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        int[] visible = PatchState.patches(states, PatchState.VISIBLE);
        int[] masked = PatchState.patches(states, PatchState.MASKED);
        Variable latent = network.encode(tape, view, visible);
        float[] predicted = network.decode(tape, latent, visible, masked, masked.length)
                .value()
                .toArray();
        float[] picture = view.toArray();
        int pixels = network.shape().pixels();
        for (int i = 0; i < masked.length; i++) {
            paint(picture, masked[i], predicted, i * pixels);
        }
        return picture;
    }

    private void paint(float[] picture, int patch, float[] predicted, int from) {
        int pixels = network.shape().pixels();
        double mean = 0;
        double deviation = 1;
        if (target == PixelTarget.NORMALIZED_PIXELS) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < pixels; i++) {
                double value = picture[place(patch, i)];
                sum += value;
                squares += value * value;
            }
            mean = sum / pixels;
            deviation = Math.sqrt(Math.max(0, (squares - sum * mean) / (pixels - 1)) + EPSILON);
        }
        for (int i = 0; i < pixels; i++) {
            picture[place(patch, i)] = (float) (predicted[from + i] * deviation + mean);
        }
    }

    // Pixels of a patch in the order row, column, channel; a view is channel, row, column.
    private int place(int patch, int pixel) {
        ModelShape shape = network.shape();
        int channel = pixel % ModelShape.CHANNELS;
        int column = pixel / ModelShape.CHANNELS % shape.patch();
        int row = pixel / ModelShape.CHANNELS / shape.patch();
        int y = patch / shape.grid().columns() * shape.patch() + row;
        int x = patch % shape.grid().columns() * shape.patch() + column;
        return (channel * shape.imageHeight() + y) * shape.imageWidth() + x;
    }

    @Override
    public void close() {
        arena.close();
    }
}
