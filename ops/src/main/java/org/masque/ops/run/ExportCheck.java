package org.masque.ops.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.masque.masking.AttentionMasking;
import org.masque.masking.MaskContext;
import org.masque.masking.MaskStrategy;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.interop.SafetensorsWriter;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.PixelObjective;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.ShardPatches;
import org.masque.model.tensor.Arena;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.AttentionMaps;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.Network;
import org.masque.model.vit.Weights;

/** Writes a batch of noise with the loss and the maps that a network has on it, for another implementation to check. */
public final class ExportCheck {
    private static final int IMAGES = 4;
    private static final long SEED = 20_241_122;

    private ExportCheck() {}

    /** Whether the script can compare this network: it knows masked autoencoders only. */
    public static boolean serves(Weights weights) {
        return weights.shape().use() instanceof EncoderUse.VisibleTokens;
    }

    /** Writes the batch: noise views, 45% masked, 40% thrown, the loss on normalised pixels, and the maps. */
    public static void write(Weights weights, Path file) throws IOException {
        ModelShape shape = weights.shape();
        byte[][] states = states(shape);
        ShardPatches patches = ShardPatches.of(states, 0, IMAGES);
        try (Kernels kernels = KernelsProvider.open("auto");
                Arena arena = Arena.open(1 << 16);
                TensorRef images = noise(shape)) {
            Tensor batch = images.tensor();
            double loss = new PixelObjective(Network.over(weights, null), PixelTarget.NORMALIZED_PIXELS)
                    .loss(kernels, arena, batch, patches, 1f / patches.masked().length);
            SafetensorsWriter writer = new SafetensorsWriter()
                    .floats("images", batch)
                    .ints("visible", patches.visible(), IMAGES, patches.visible().length / IMAGES)
                    .ints("masked", patches.masked(), IMAGES, patches.masked().length / IMAGES)
                    .floats("expected/loss", new float[] {(float) loss}, 1)
                    .floats("expected/attention_map", maps(weights, kernels, batch), IMAGES, shape.patches());
            describe(shape, writer);
            writer.writeTo(file, SafetensorsWriter.Durability.FSYNCED);
        }
    }

    private static byte[][] states(ModelShape shape) {
        MaskStrategy strategy = new AttentionMasking(0.45, 0.40);
        byte[][] states = new byte[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            states[i] =
                    strategy.plan(new MaskContext(shape.grid(), 0, 1, null), Randomness.of(SEED, 0, i, Purpose.MASK));
        }
        return states;
    }

    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TensorRef noise(ModelShape shape) {
        SplittableRandom random = Randomness.of(SEED, 0, 0, Purpose.VIEW);
        float[] values = new float[IMAGES * ModelShape.CHANNELS * shape.imageHeight() * shape.imageWidth()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (4 * random.nextDouble() - 2);
        }
        return TensorRef.of(values, IMAGES, ModelShape.CHANNELS, shape.imageHeight(), shape.imageWidth());
    }

    private static float[] maps(Weights weights, Kernels kernels, Tensor images) {
        int patches = weights.shape().patches();
        float[] all = new float[IMAGES * patches];
        try (AttentionMaps maps = new AttentionMaps(weights, kernels)) {
            float[][] made = maps.of(images);
            for (int i = 0; i < IMAGES; i++) {
                System.arraycopy(made[i], 0, all, i * patches, patches);
            }
        }
        return all;
    }

    private static void describe(ModelShape shape, SafetensorsWriter writer) {
        writer.metadata("img_size", Integer.toString(shape.imageHeight()))
                .metadata("patch_size", Integer.toString(shape.patch()))
                .metadata("embed_dim", Integer.toString(shape.encoder().width()))
                .metadata("depth", Integer.toString(shape.encoder().depth()))
                .metadata("num_heads", Integer.toString(shape.encoder().heads()))
                .metadata("decoder_embed_dim", Integer.toString(shape.decoder().width()))
                .metadata("decoder_depth", Integer.toString(shape.decoder().depth()))
                .metadata("decoder_num_heads", Integer.toString(shape.decoder().heads()));
    }
}
