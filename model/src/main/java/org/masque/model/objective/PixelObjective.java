package org.masque.model.objective;

import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.EncoderUse.Difficulty;
import org.masque.model.vit.Network;
import org.masque.model.vit.Prediction;

/**
 * The mean error of the pixels of masked patches only (MAE section 3; SimMIM, spec 2; with thrown patches, AMT, spec
 * 3.5 and 3.6).
 *
 * <p>Thrown patches are neither encoded nor predicted nor in the loss: they are in neither list of
 * {@link ShardPatches}. Where difficulty is predicted its error is added, and the loss of a patch is its target, as a
 * constant (HPM, spec 5.6). SimMIM's public code adds 1e-5 to the number of masked pixels, which is beyond the digits
 * of a float.
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
        Prediction prediction = predict(tape, images, patches);
        double loss = loss(kernels, arena, prediction, targets(kernels, arena, images, patches), patches, scale);
        long turn = System.nanoTime();
        if (prediction.difficulty() != null) {
            tape.startAt(prediction.difficulty(), prediction.difficulty().value());
        }
        tape.backward(prediction.pixels(), prediction.pixels().value());
        return new ShardResult(loss, turn - start, System.nanoTime() - turn);
    }

    /** The loss without a backward. */
    public double loss(Kernels kernels, Arena arena, Tensor images, ShardPatches patches, float scale) {
        Prediction prediction = predict(Tape.inference(kernels, arena), images, patches);
        return loss(kernels, arena, prediction, targets(kernels, arena, images, patches), patches, scale);
    }

    private Prediction predict(Tape tape, Tensor images, ShardPatches patches) {
        return network.predict(tape, images, patches.visible(), patches.masked(), patches.skipped());
    }

    // The gradients take the place of what was predicted.
    private double loss(
            Kernels kernels, Arena arena, Prediction prediction, Tensor targets, ShardPatches patches, float scale) {
        Tensor pixels = prediction.pixels().value();
        Variable difficulty = prediction.difficulty();
        if (difficulty == null) {
            return error(kernels, pixels, targets, scale) * scale;
        }
        Tensor errors = arena.take(patches.images(), patches.masked().length / patches.images());
        double loss = 0;
        for (int patch = 0; patch < errors.length(); patch++) {
            double error = error(kernels, row(pixels, patch), row(targets, patch), scale);
            errors.set(patch, (float) error);
            loss += error * scale;
        }
        return loss + difficultyLoss(kernels, difficulty.value().reshape(errors.shape()), errors, scale);
    }

    private static Tensor row(Tensor tensor, int row) {
        return tensor.slice((long) row * tensor.columns(), 1, tensor.columns());
    }

    // 1 / (images of the step): the scale is that of patches. A patch's error is what its difficulty should have been.
    private double difficultyLoss(Kernels kernels, Tensor difficulty, Tensor errors, float scale) {
        float perImage = scale * difficulty.columns();
        double sum = network.shape().difficulty() == Difficulty.RANKED
                ? kernels.rankingError(difficulty, errors, perImage, difficulty)
                : kernels.standardizedError(difficulty, errors, perImage, difficulty);
        return sum * perImage;
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
