package org.masque.model.parts;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Arrays;
import org.masque.model.autograd.Tape;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.optim.AdamW;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.UnitRows;
import org.masque.model.vit.Weights;

/**
 * Parts that were learned by drawing each image from its parts' maps (SemMAE's first stage, spec 4.1 c). A patch
 * belongs to the part that is nearest, by cosine, of the means of the patches in which each part's map is largest; the
 * second step is ours.
 *
 * <p>The encoder is frozen; {@link PartNetwork} is trained with Adam.
 */
public final class LearnedParts implements PartProvider, PartLearner {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final String WEIGHTS = "weights";
    private static final String FIRST_MOMENT = "adam.m";
    private static final String SECOND_MOMENT = "adam.v";

    private final LearnedPartsSettings settings;
    private final Kernels kernels;
    private final PatchTokens encoder;
    private final PartNetwork network;
    private final PartObjective objective;
    private final AdamW optimizer;
    private final Arena arena;

    /** Parts that have learned nothing yet, over the weights of a frozen encoder and kernels, both borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public LearnedParts(Weights encoder, Kernels kernels, LearnedPartsSettings settings) {
        this.settings = settings;
        this.kernels = kernels;
        this.encoder = new PatchTokens(encoder, kernels);
        this.network = new PartNetwork(encoder.shape(), settings);
        this.objective = new PartObjective(network, settings);
        this.optimizer = new AdamW(network.layout(), network.weights(), 0);
        this.arena = Arena.open(1 << 16);
    }

    @Override
    public int parts() {
        return settings.parts();
    }

    @Override
    public PartLoss learn(Tensor images, PartStep step) {
        int batch = Math.toIntExact(images.shape()[0]);
        network.gradients().zero();
        PartLoss loss = new PartLoss(0, 0, 0);
        for (int first = 0; first < batch; first += settings.microBatch()) {
            Tensor some = some(images, first, Math.min(batch, first + settings.microBatch()));
            loss = sum(loss, lossAndGradients(some, batch));
        }
        AdamStep update = new AdamStep(step.learningRate(), BETA1, BETA2, EPSILON, step.number());
        optimizer.update(
                kernels, network.gradients(), update, 0, network.layout().length());
        return loss;
    }

    private static PartLoss sum(PartLoss left, PartLoss right) {
        return new PartLoss(
                left.reconstruction() + right.reconstruction(),
                left.overlap() + right.overlap(),
                left.absence() + right.absence());
    }

    private PartLoss lossAndGradients(Tensor images, int batch) {
        arena.reset();
        Tensor classTokens = arena.take(images.shape()[0], encoder.width());
        Tensor tokens = encoder.centred(images, classTokens);
        return objective.lossAndGradients(kernels, arena, images, classTokens, tokens, batch);
    }

    private static Tensor some(Tensor images, int from, int to) {
        long[] shape = images.shape();
        return images.slice(from * (images.length() / shape[0]), to - from, shape[1], shape[2], shape[3]);
    }

    @Override
    public byte[][] label(Tensor images, int[] ids) {
        byte[][] labels = new byte[ids.length][];
        for (int first = 0; first < ids.length; first += settings.microBatch()) {
            int last = Math.min(ids.length, first + settings.microBatch());
            labelSome(some(images, first, last), labels, first);
        }
        return labels;
    }

    // Part tokens come from the class token alone and lie but near their patches. One round of k-means from there
    // keeps which part is which, and finds the edges of the parts better (docs/results.md).
    private void labelSome(Tensor images, byte[][] labels, int first) {
        arena.reset();
        int count = Math.toIntExact(images.shape()[0]);
        Tensor classTokens = arena.take(count, encoder.width());
        Tensor tokens = encoder.centred(images, classTokens);
        float[] maps = network.maps(Tape.inference(kernels, arena), classTokens, tokens)
                .value()
                .toArray();
        int size = maps.length / count;
        for (int i = 0; i < count; i++) {
            byte[] strongest = strongest(Arrays.copyOfRange(maps, i * size, (i + 1) * size));
            float[] directions = encoder.patchesOf(tokens, i).toArray();
            UnitRows.normalize(directions, encoder.width());
            labels[first + i] = Directions.regrouped(directions, strongest, parts(), encoder.width());
        }
    }

    private byte[] strongest(float[] maps) {
        byte[] labels = new byte[maps.length / parts()];
        for (int patch = 0; patch < labels.length; patch++) {
            for (int part = 1; part < parts(); part++) {
                if (maps[patch * parts() + part] > maps[patch * parts() + labels[patch]]) {
                    labels[patch] = (byte) part;
                }
            }
        }
        return labels;
    }

    @Override
    public LearnedState state() {
        LearnedState state = new LearnedState();
        state.floats(WEIGHTS, network.weights().toArray(), network.layout().length());
        state.floats(FIRST_MOMENT, optimizer.m().toArray(), network.layout().length());
        state.floats(SECOND_MOMENT, optimizer.v().toArray(), network.layout().length());
        return state;
    }

    @Override
    public void restore(LearnedState state) {
        network.weights().copyFrom(state.floats(WEIGHTS));
        optimizer.m().copyFrom(state.floats(FIRST_MOMENT));
        optimizer.v().copyFrom(state.floats(SECOND_MOMENT));
    }

    @Override
    public void close() {
        arena.close();
        optimizer.close();
        network.close();
        encoder.close();
    }
}
