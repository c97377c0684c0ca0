package org.masque.model.numerics;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.masque.masking.AttentionMap;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.objective.PixelObjective;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.ShardPatches;
import org.masque.model.optim.AdamW;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.MaskedAutoencoder;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/**
 * Computes everything that a golden file of a masked autoencoder holds, with one set of kernels, and says how far it is
 * off: losses, predictions, latents, every gradient, AdamW's steps, attention and maps, AMT with a given draw.
 */
final class MaeComparison implements AutoCloseable {
    private final GoldenFile golden;
    private final Kernels kernels;
    private final Arena arena;
    private final Weights weights;
    private final TensorRef gradients;
    private final TensorRef images;
    private final MaskedAutoencoder network;
    private final int batch;
    private final List<Deviation> deviations = new ArrayList<>();

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    MaeComparison(GoldenFile golden, Kernels kernels) throws IOException {
        this.golden = golden;
        this.kernels = kernels;
        this.arena = Arena.open(1 << 16);
        this.weights = golden.weights();
        this.gradients = TensorRef.zeros(weights.layout().length());
        this.images = golden.images();
        this.network = new MaskedAutoencoder(weights, gradients.tensor());
        this.batch = Math.toIntExact(images.tensor().shape()[0]);
    }

    /** One deviation for each quantity, in the order of computation. */
    List<Deviation> run() throws IOException {
        int[] shuffle = golden.ints("ids_shuffle");
        int keep = golden.number("keep");
        int patches = golden.shape().patches();
        ShardPatches mae =
                new ShardPatches(batch, columns(shuffle, patches, 0, keep), columns(shuffle, patches, keep, patches));
        compareForward(mae, "mae/latent", patches);
        compareMask(mae);
        compareStep("mae/norm_pix", mae, PixelTarget.NORMALIZED_PIXELS);
        compareStep("mae/plain", mae, PixelTarget.PIXELS);
        compareAttention();
        if (golden.has("amt/order")) {
            compareThrowing(patches);
        }
        if (golden.has("adamw/losses")) {
            compareAdamW(mae);
        }
        return deviations;
    }

    // Columns from..to of a [B, width] matrix, row after row.
    private int[] columns(int[] matrix, int width, int from, int to) {
        int[] taken = new int[batch * (to - from)];
        for (int row = 0; row < batch; row++) {
            System.arraycopy(matrix, row * width + from, taken, row * (to - from), to - from);
        }
        return taken;
    }

    private void compareForward(ShardPatches mae, String latentName, int patches) throws IOException {
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        Variable latent = network.encode(tape, images.tensor(), mae.visible());
        add(latentName, latent.value().toArray());
        float[] predicted = network.decode(tape, latent, mae.visible(), mae.masked(), patches)
                .value()
                .toArray();
        float[] spatial = inSpatialOrder(predicted, mae, patches);
        // The prediction does not depend on the target, so both of the file's must match.
        add("mae/norm_pix/pred", spatial);
        add("mae/plain/pred", spatial);
    }

    private float[] inSpatialOrder(float[] predicted, ShardPatches shard, int patches) {
        int pixels = golden.shape().pixels();
        int visible = shard.visible().length / batch;
        float[] spatial = new float[predicted.length];
        for (int row = 0; row < batch * patches; row++) {
            int image = row / patches;
            int place = row % patches;
            int patch = place < visible
                    ? shard.visible()[image * visible + place]
                    : shard.masked()[image * (patches - visible) + place - visible];
            System.arraycopy(predicted, row * pixels, spatial, (image * patches + patch) * pixels, pixels);
        }
        return spatial;
    }

    private void compareMask(ShardPatches mae) throws IOException {
        int patches = golden.shape().patches();
        float[] mask = new float[batch * patches];
        int masked = mae.masked().length / batch;
        for (int i = 0; i < mae.masked().length; i++) {
            mask[i / masked * patches + mae.masked()[i]] = 1;
        }
        add("mae/mask", mask);
    }

    private void compareStep(String prefix, ShardPatches shard, PixelTarget target) throws IOException {
        double loss = step(shard, target);
        add(prefix + "/loss", new float[] {(float) loss});
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            add(
                    prefix + "/grad/" + slice.name(),
                    weights.slice(gradients.tensor(), slice.name()).toArray());
        }
    }

    private double step(ShardPatches shard, PixelTarget target) {
        gradients.tensor().zero();
        arena.reset();
        return new PixelObjective(network, target)
                .lossAndGradients(kernels, arena, images.tensor(), shard, 1f / shard.masked().length)
                .loss();
    }

    private void compareAttention() throws IOException {
        arena.reset();
        float[] attention = network.classAttention(Tape.inference(kernels, arena), images.tensor())
                .toArray();
        add("attention/cls_to_patch", attention);
        int heads = golden.shape().encoder().heads();
        int size = attention.length / batch;
        float[] maps = new float[size / heads * batch];
        for (int i = 0; i < batch; i++) {
            float[] map = AttentionMap.ofHeads(Arrays.copyOfRange(attention, i * size, (i + 1) * size), heads);
            System.arraycopy(map, 0, maps, i * map.length, map.length);
        }
        add("attention/amt_map", maps);
    }

    private void compareThrowing(int patches) throws IOException {
        int[] order = golden.ints("amt/order");
        int masked = golden.number("amt_masked");
        int thrown = golden.number("amt_thrown");
        ShardPatches shard = new ShardPatches(
                batch, columns(order, patches, masked + thrown, patches), columns(order, patches, 0, masked));
        compareStates(order, patches, masked, thrown);
        arena.reset();
        Tape tape = Tape.inference(kernels, arena);
        Variable latent = network.encode(tape, images.tensor(), shard.visible());
        add("amt/latent", latent.value().toArray());
        add(
                "amt/pred_masked",
                network.decode(tape, latent, shard.visible(), shard.masked(), masked)
                        .value()
                        .toArray());
        compareStep("amt", shard, PixelTarget.NORMALIZED_PIXELS);
    }

    private void compareStates(int[] order, int patches, int masked, int thrown) throws IOException {
        float[] states = new float[order.length];
        for (int i = 0; i < order.length; i++) {
            int place = i % patches;
            float state = place < masked ? 1 : place < masked + thrown ? -1 : 0;
            states[i / patches * patches + order[i]] = state;
        }
        add("amt/state", states);
    }

    @SuppressWarnings("MustBeClosedChecker") // the optimiser borrows the weights
    private void compareAdamW(ShardPatches mae) throws IOException {
        float[] rates = golden.floats("adamw/lr");
        String[] betas = golden.text("betas").split(",", -1);
        float[] losses = new float[rates.length];
        try (AdamW optimizer = new AdamW(weights, Float.parseFloat(golden.text("weight_decay")))) {
            for (int i = 0; i < rates.length; i++) {
                losses[i] = (float) step(mae, PixelTarget.NORMALIZED_PIXELS);
                AdamStep adam = new AdamStep(
                        rates[i],
                        Float.parseFloat(betas[0]),
                        Float.parseFloat(betas[1]),
                        Float.parseFloat(golden.text("eps")),
                        i + 1L);
                optimizer.update(
                        kernels, gradients.tensor(), adam, 0, weights.layout().length());
            }
        }
        add("adamw/losses", losses);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            String quantity = "adamw/after3/" + slice.name();
            deviations.addAll(SteppedWeights.compare(
                    quantity,
                    weights.parameter(slice.name()).toArray(),
                    golden.floats(quantity),
                    golden.floats("mae/norm_pix/grad/" + slice.name())));
        }
    }

    private void add(String quantity, float[] actual) throws IOException {
        deviations.add(Deviation.between(quantity, actual, golden.floats(quantity)));
    }

    @Override
    public void close() {
        images.close();
        gradients.close();
        weights.close();
        arena.close();
    }
}
