package org.masque.model.objective;

import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.Kernels.PixelOrder;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.MaskedAutoencoder;

/**
 * The mean squared error over masked patches only (MAE section 3; with thrown patches, AMT spec 3.5).
 *
 * <p>Thrown patches are neither encoded nor decoded nor in the loss: they are in neither list of {@link ShardPatches}.
 */
public final class MaeObjective {
    private final MaskedAutoencoder network;
    private final PixelTarget target;

    /** Joins a network and what it is to predict; borrows the network's weights. */
    public MaeObjective(MaskedAutoencoder network, PixelTarget target) {
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
        Tensor targets = targets(kernels, arena, images, patches);
        double sum = kernels.squaredError(predicted.value(), targets, scale, predicted.value());
        long turn = System.nanoTime();
        tape.backward(predicted, predicted.value());
        return new ShardResult(sum * scale, turn - start, System.nanoTime() - turn);
    }

    /** The loss without a backward. */
    public double loss(Kernels kernels, Arena arena, Tensor images, ShardPatches patches, float scale) {
        Variable predicted = predictMasked(Tape.inference(kernels, arena), images, patches);
        Tensor targets = targets(kernels, arena, images, patches);
        return kernels.squaredError(predicted.value(), targets, scale, predicted.value()) * scale;
    }

    private Variable predictMasked(Tape tape, Tensor images, ShardPatches patches) {
        Variable latent = network.encode(tape, images, patches.visible());
        return network.decode(
                tape, latent, patches.visible(), patches.masked(), patches.masked().length / patches.images());
    }

    private Tensor targets(Kernels kernels, Arena arena, Tensor images, ShardPatches patches) {
        Tensor targets = arena.take(patches.masked().length, network.shape().pixels());
        kernels.extractPatches(images, network.shape().patch(), patches.masked(), PixelOrder.CHANNEL_LAST, targets);
        if (target == PixelTarget.NORMALIZED_PIXELS) {
            kernels.normalizePatches(targets);
        }
        return targets;
    }
}
