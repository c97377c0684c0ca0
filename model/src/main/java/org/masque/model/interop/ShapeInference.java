package org.masque.model.interop;

import java.io.IOException;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;

/**
 * Tells a network's sizes from a file of its weights: from the metadata that Masque writes, else from the shapes of
 * MAE's public tensors.
 *
 * <p>Shapes do not tell two things: the heads, taken as in MAE's public models (64 wide, or 80 in the huge one; the
 * decoder's 32 wide), and the sides of an image that is not square.
 */
public final class ShapeInference {
    private static final int HEAD_WIDTH = 64;
    private static final int HUGE_WIDTH = 1280;
    private static final int HUGE_HEAD_WIDTH = 80;
    private static final int DECODER_HEAD_WIDTH = 32;

    private ShapeInference() {}

    /**
     * Infers the sizes.
     *
     * @throws SafetensorsException if the file lacks what it takes
     */
    public static ModelShape of(SafetensorsFile file) throws IOException {
        int patch = (int) shape(file, "patch_embed.proj.weight", 4)[2];
        int patches = (int) shape(file, WeightsFile.ENCODER_POSITIONS, 3)[1] - 1;
        if (patch < 1 || patches < 1) {
            throw new SafetensorsException(
                    file.path(), "has patches of " + patch + " pixels and " + patches + " positions of patches");
        }
        int side = (int) Math.round(Math.sqrt(patches)) * patch;
        int height = number(file, "image_height", side);
        int width = number(file, "image_width", side);
        if ((height / patch) * (width / patch) != patches) {
            throw new SafetensorsException(
                    file.path(),
                    WeightsFile.ENCODER_POSITIONS,
                    "has " + patches + " patches, which is no " + height + "x" + width
                            + " image: metadata image_height and image_width are needed");
        }
        return new ModelShape(
                height, width, patch, tower(file, "", HEAD_WIDTH), tower(file, "decoder_", DECODER_HEAD_WIDTH));
    }

    private static Tower tower(SafetensorsFile file, String prefix, int headWidth) throws IOException {
        String blocks = prefix + "blocks.";
        int depth = 0;
        while (file.names().contains(blocks + depth + ".norm1.weight")) {
            depth++;
        }
        if (depth == 0) {
            throw new SafetensorsException(
                    file.path(), blocks + "0.norm1.weight", "is missing: export encoder and decoder");
        }
        long[] fc1 = shape(file, blocks + "0.mlp.fc1.weight", 2);
        int width = (int) fc1[1];
        int wide = width == HUGE_WIDTH ? HUGE_HEAD_WIDTH : headWidth;
        int heads = number(file, prefix + "num_heads", Math.max(1, width / wide));
        try {
            return new Tower(width, depth, heads, (int) fc1[0]);
        } catch (IllegalArgumentException impossible) {
            throw new SafetensorsException(file.path(), blocks + "*: " + impossible.getMessage(), impossible);
        }
    }

    private static long[] shape(SafetensorsFile file, String name, int axes) throws IOException {
        if (!file.names().contains(name)) {
            throw new SafetensorsException(file.path(), name, "is missing: not the weights of a masked autoencoder");
        }
        long[] shape = file.shape(name);
        if (shape.length != axes) {
            throw new SafetensorsException(
                    file.path(),
                    name,
                    "has " + shape.length + " axes, not " + axes + ": not stored as in MAE's models");
        }
        return shape;
    }

    private static int number(SafetensorsFile file, String key, int otherwise) throws SafetensorsException {
        String value = file.metadata().get(key);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new SafetensorsException(
                    file.path(), "metadata " + key + " = " + value + " is not a number", notANumber);
        }
    }
}
