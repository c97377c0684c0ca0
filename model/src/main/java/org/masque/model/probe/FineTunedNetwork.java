package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.optim.AdamW;
import org.masque.model.optim.LayerDecay;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Network;
import org.masque.model.vit.SkippedBranches;
import org.masque.model.vit.Weights;

/** An encoder that learns classes, with its classifier. Owns a copy of the weights, gradients, moments and scratch. */
final class FineTunedNetwork implements AutoCloseable {
    private final Kernels kernels;
    private final FineTuneSettings settings;
    private final Weights weights;
    private final TensorRef gradients;
    private final AdamW optimizer;
    private final ClassHead head;
    private final Network network;
    private final Arena arena;

    /** Begins with a copy of some weights; these and the kernels are borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    FineTunedNetwork(Weights start, int classes, FineTuneSettings settings, Kernels kernels) {
        this.kernels = kernels;
        this.settings = settings;
        this.weights = start.copy();
        this.gradients = TensorRef.zeros(weights.layout().length());
        this.optimizer = new AdamW(
                weights.layout(),
                weights.flat(),
                (float) settings.weightDecay(),
                new LayerDecay(weights.shape().encoder().depth(), settings.layerDecay()));
        this.head = new ClassHead(weights.shape().encoder().width(), classes, settings);
        this.network = Network.over(weights, gradients.tensor());
        this.arena = Arena.open(1 << 16);
    }

    Weights weights() {
        return weights;
    }

    ClassHead head() {
        return head;
    }

    /** The encoder's gradients, flat, borrowed. */
    Tensor gradients() {
        return gradients.tensor();
    }

    /** Forgets all gradients. */
    void clear() {
        gradients().zero();
        head.gradients().zero();
    }

    /**
     * Adds the gradient of some images.
     *
     * @param images [B, 3, H, W], borrowed
     * @param scale 1 / (images of the step)
     * @return their share of the step's loss
     */
    double lossAndGradients(Tensor images, int[] labels, SkippedBranches skipped, float scale) {
        arena.reset();
        Tape tape = Tape.recording(kernels, arena);
        Variable logits = head.logits(tape, network, network.encodeWhole(tape, images, skipped));
        double sum = kernels.softmaxCrossEntropy(
                logits.value(), labels, (float) settings.smoothing(), scale, logits.value());
        tape.backward(logits, logits.value());
        return sum * scale;
    }

    /** The loss without a backward; a sum over images, not scaled. */
    double loss(Tensor images, int[] labels) {
        Tensor scores = scores(images);
        return kernels.softmaxCrossEntropy(scores, labels, (float) settings.smoothing(), 1, scores);
    }

    void update(AdamStep step) {
        optimizer.update(kernels, gradients(), step, 0, weights.layout().length());
        head.update(kernels, step);
    }

    /** The score of each class for each image: [B, C], borrowed until the next call. */
    Tensor scores(Tensor images) {
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        int depth = weights.shape().encoder().depth();
        Variable encoded = tape.input(network.encodeAll(tape, images, depth));
        return head.logits(tape, network, encoded).value();
    }

    @Override
    public void close() {
        arena.close();
        head.close();
        optimizer.close();
        gradients.close();
        weights.close();
    }
}
