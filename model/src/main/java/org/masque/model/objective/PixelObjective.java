package org.masque.model.objective;

import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.Network;

/**
 * The mean error of the pixels of masked patches only (MAE section 3; SimMIM, spec 2; with thrown patches, AMT, spec
 * 3.5 and 3.6).
 *
 * <p>Thrown patches are neither encoded nor predicted nor in the loss: they are in neither list of
 * {@link ShardPatches}. SimMIM's public code adds 1e-5 to the number of masked pixels, which is beyond the digits of a
 * float.
 */
public final class PixelObjective {
    private final Network network;
    private final PixelTarget target;

    /** Joins a network and what it is to predict; borrows the network's weights. */
    public PixelObjective(Network network, PixelTarget target) {
        this.network = network;
        this.target = target;
    }

    /**
     * Computes the loss of some images and adds its gradient to the network's gradients.
     *
     * @param images [B, 3, H, W], borrowed
     * @param scale 1 / (masked patches of the whole step)
     * @return the share of the step's loss, and how long it took
     */
    public ShardResult lossAndGradients(
            Kernels kernels, Arena arena, Tensor images, ShardPatches patches, float scale) {
        long start = System.nanoTime();
        Tape tape = Tape.recording(kernels, arena);
        Variable predicted = predictMasked(tape, images, patches);
        double sum = error(kernels, predicted.value(), targets(kernels, arena, images, patches), scale);
        long turn = System.nanoTime();
        tape.backward(predicted, predicted.value());
        return new ShardResult(sum * scale, turn - start, System.nanoTime() - turn);
    }

    /** The loss without a backward. */
    public double loss(Kernels kernels, Arena arena, Tensor images, ShardPatches patches, float scale) {
        Variable predicted = predictMasked(Tape.inference(kernels, arena), images, patches);
        return error(kernels, predicted.value(), targets(kernels, arena, images, patches), scale) * scale;
    }

    private Variable predictMasked(Tape tape, Tensor images, ShardPatches patches) {
        return network.predictMasked(tape, images, patches.visible(), patches.masked());
    }

    // The sum over patches; the gradient takes the place of the prediction.
    private double error(Kernels kernels, Tensor predicted, Tensor targets, float scale) {
        return target.loss() == PixelTarget.Loss.SQUARED
                ? kernels.squaredError(predicted, targets, scale, predicted)
                : kernels.absoluteError(predicted, targets, scale, predicted);
    }

    private Tensor targets(Kernels kernels, Arena arena, Tensor images, ShardPatches patches) {
        Tensor targets = arena.take(patches.masked().length, network.shape().pixels());
        kernels.extractPatches(images, network.shape().patch(), patches.masked(), network.pixelOrder(), targets);
        if (target.pixels() == PixelTarget.Pixels.NORMALIZED) {
            kernels.normalizePatches(targets);
        }
        return targets;
    }
}
