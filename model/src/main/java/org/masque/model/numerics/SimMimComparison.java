package org.masque.model.numerics;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.masque.masking.PatchState;
import org.masque.model.kernels.Kernels;
import org.masque.model.objective.PixelObjective;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.ShardPatches;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Network;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.RelativePositions;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.Weights;

/**
 * Compares a golden file of SimMIM: loss and every gradient, the same with thrown cells, and the index of distances.
 */
final class SimMimComparison implements AutoCloseable {
    private static final String INDEX = "index/" + SimMimParameters.BIAS_INDEX;

    private final GoldenFile golden;
    private final Kernels kernels;
    private final Arena arena;
    private final Weights weights;
    private final TensorRef gradients;
    private final TensorRef images;
    private final int batch;
    private final List<Deviation> deviations = new ArrayList<>();

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    SimMimComparison(GoldenFile golden, Kernels kernels) throws IOException {
        this.golden = golden;
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
        this.weights = golden.weights();
        this.gradients = TensorRef.zeros(weights.layout().length());
        this.images = golden.images();
        this.batch = Math.toIntExact(images.tensor().shape()[0]);
    }

    /** One deviation for each quantity, in the order of computation. */
    List<Deviation> run() throws IOException {
        if (golden.has(INDEX)) {
            add(INDEX, floats(RelativePositions.index(golden.shape().grid())), floats(golden.ints(INDEX)));
        }
        compareStep("simmim", masked(golden.floats("simmim/mask_tokens")));
        if (golden.has("amt/order_cells")) {
            byte[][] states = drawn(golden.ints("amt/order_cells"));
            compareStates(states);
            compareStep("amt", states);
        }
        return deviations;
    }

    private static float[] floats(int[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }

    // The mask of each token, 1 where it is masked.
    private byte[][] masked(float[] mask) {
        byte[][] states = new byte[batch][golden.shape().patches()];
        for (int i = 0; i < mask.length; i++) {
            states[i / golden.shape().patches()][i % golden.shape().patches()] =
                    mask[i] == 0 ? PatchState.VISIBLE : PatchState.MASKED;
        }
        return states;
    }

    // The draw of cells: the first are masked, the next thrown, the rest visible.
    private byte[][] drawn(int[] order) throws IOException {
        int cells = order.length / batch;
        int masked = golden.number("amt_masked_cells");
        int thrown = golden.number("amt_thrown_cells");
        byte[][] states = new byte[batch][];
        for (int image = 0; image < batch; image++) {
            byte[] ofCells = new byte[cells];
            for (int place = 0; place < masked + thrown; place++) {
                ofCells[order[image * cells + place]] = place < masked ? PatchState.MASKED : PatchState.THROWN;
            }
            states[image] = ofPatches(ofCells);
        }
        return states;
    }

    private byte[] ofPatches(byte[] ofCells) throws IOException {
        int size = golden.number("cell_tokens");
        int columns = golden.shape().grid().columns();
        byte[] states = new byte[golden.shape().patches()];
        for (int patch = 0; patch < states.length; patch++) {
            int row = patch / columns / size;
            states[patch] = ofCells[row * (columns / size) + patch % columns / size];
        }
        return states;
    }

    private void compareStates(byte[][] states) throws IOException {
        float[] flat = new float[batch * golden.shape().patches()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = states[i / states[0].length][i % states[0].length];
        }
        add("amt/state", flat, golden.floats("amt/state"));
    }

    private void compareStep(String prefix, byte[][] states) throws IOException {
        ShardPatches patches = ShardPatches.of(states, 0, batch);
        gradients.tensor().zero();
        arena.reset();
        double loss = new PixelObjective(Network.over(weights, gradients.tensor()), PixelTarget.PIXELS_ABSOLUTE)
                .lossAndGradients(kernels, arena, images.tensor(), patches, 1f / patches.masked().length)
                .loss();
        add(prefix + "/loss", new float[] {(float) loss}, golden.floats(prefix + "/loss"));
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            String name = prefix + "/grad/" + slice.name();
            add(name, weights.slice(gradients.tensor(), slice.name()).toArray(), golden.floats(name));
        }
    }

    private void add(String quantity, float[] actual, float[] expected) {
        deviations.add(Deviation.between(quantity, actual, expected));
    }

    @Override
    public void close() {
        images.close();
        gradients.close();
        weights.close();
        arena.close();
    }
}
