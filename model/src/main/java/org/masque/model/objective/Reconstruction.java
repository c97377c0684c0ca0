package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.masking.PatchState;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.objective.PixelTarget.Pixels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/**
 * Paints what a network predicts for masked patches into their view.
 *
 * <p>A network trained on normalised pixels predicts no brightness and no contrast: here each patch gets its true mean
 * and deviation back, which leaks them (spec 7, pitfall 17); whoever shows the picture must say so. It belongs to one
 * thread and owns its scratch memory.
 */
public final class Reconstruction implements AutoCloseable {
    private static final double EPSILON = 1e-6;

    private final Network network;
    private final PixelTarget target;
    private final Kernels kernels;
    private final Arena arena;

    /** Over weights and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    public Reconstruction(Weights weights, PixelTarget target, Kernels kernels) {
        this.network = Network.over(weights, null);
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
        float[] predicted =
                network.predictMasked(tape, view, visible, masked).value().toArray();
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
        if (target.pixels() == Pixels.NORMALIZED) {
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

    // A patch's pixels are in the network's order; a view is channel, row, column.
    private int place(int patch, int pixel) {
        ModelShape shape = network.shape();
        boolean channelFirst = network.pixelOrder() == PixelOrder.CHANNEL_FIRST;
        int area = shape.patch() * shape.patch();
        int channel = channelFirst ? pixel / area : pixel % ModelShape.CHANNELS;
        int inside = channelFirst ? pixel % area : pixel / ModelShape.CHANNELS;
        int y = patch / shape.grid().columns() * shape.patch() + inside / shape.patch();
        int x = patch % shape.grid().columns() * shape.patch() + inside % shape.patch();
        return (channel * shape.imageHeight() + y) * shape.imageWidth() + x;
    }

    @Override
    public void close() {
        arena.close();
    }
}
