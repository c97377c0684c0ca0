package org.masque.model.parts;

import org.masque.model.autograd.PartTape;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;

/**
 * What learned parts are trained by: the squared error of the drawing, plus {@code diversity} times the overlap of the
 * maps, plus {@code presence} times the absence of parts (spec 4.1 c; the last term is ours).
 *
 * <p>The drawing is compared with the image, of which as many pixels are averaged as make one of the drawing.
 */
final class PartObjective {
    /** A part should own a quarter of an even share of the patches. */
    private static final int SHARE = 4;

    private final PartNetwork network;
    private final LearnedPartsSettings settings;

    PartObjective(PartNetwork network, LearnedPartsSettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /**
     * Computes the losses of some images and adds their share of a step's gradient.
     *
     * @param images [B, 3, H, W], borrowed
     * @param classTokens [B, D], borrowed
     * @param tokens [B*(L+1), D], borrowed
     * @param batch images of the whole step
     * @return sums over the B images, divided by {@code batch}
     */
    PartLoss lossAndGradients(
            Kernels kernels, Arena arena, Tensor images, Tensor classTokens, Tensor tokens, int batch) {
        Tape tape = Tape.recording(kernels, arena);
        int count = Math.toIntExact(images.shape()[0]);
        Variable maps = network.maps(tape, classTokens, tokens);
        Tensor direct = arena.takeZeros(maps.value().shape());
        int patches = maps.value().rows() / count;
        double overlap = kernels.mapOverlap(maps.value(), count, (float) (settings.diversity() / batch), direct);
        double absence = kernels.mapAbsence(
                maps.value(),
                count,
                Math.max(1, patches / (SHARE * settings.parts())),
                (float) (settings.presence() / batch),
                direct);
        new PartTape(tape).directLoss(maps, direct);
        Variable drawn = network.draw(tape, maps, classTokens);
        int pixels = drawn.value().rows() / count;
        float scale = 1f / ((float) batch * pixels);
        double error = kernels.squaredError(drawn.value(), targets(kernels, arena, images), scale, drawn.value());
        tape.backward(drawn, drawn.value());
        return new PartLoss(error * scale, overlap / batch, absence / batch);
    }

    private Tensor targets(Kernels kernels, Arena arena, Tensor images) {
        int count = Math.toIntExact(images.shape()[0]);
        int side = Math.toIntExact(images.shape()[2] / network.drawnHeight());
        int[] all = new int[count * network.drawnHeight() * network.drawnWidth()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i % (all.length / count);
        }
        Tensor squares = arena.take(all.length, 3L * side * side);
        kernels.extractPatches(images, side, all, PixelOrder.CHANNEL_LAST, squares);
        if (side == 1) {
            return squares;
        }
        Tensor average = arena.takeZeros(3, 3L * side * side);
        for (int i = 0; i < average.length(); i++) {
            int channel = i / average.columns();
            average.set(i, i % 3 == channel ? 1f / (side * side) : 0);
        }
        Tensor targets = arena.take(all.length, 3);
        kernels.linear(squares, average, null, targets);
        return targets;
    }
}
