package org.masque.model.interop;

import java.io.IOException;
import java.util.Set;
import org.masque.masking.PatchGrid;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.MaeParameters;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.Weights;

/**
 * Tells a network's sizes from a file of its weights: from the metadata that Masque writes, else from the shapes of the
 * public tensors of MAE or SimMIM.
 *
 * <p>Shapes do not tell two things: the heads, taken as in MAE's public models (64 wide, or 80 in the huge one; the
 * decoder's 32 wide), and the sides of an image that is not square.
 */
public final class ShapeInference {
    private static final String SIMMIM = "encoder.";
    private static final double USUAL_LAYER_SCALE = 0.1;
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
        if (file.names().contains(SIMMIM + "patch_embed.proj.weight")) {
            return ofSimMim(file);
        }
        int patch = patch(file, "patch_embed.proj.weight");
        Sides sides = sides(file, Weights.ENCODER_POSITIONS, 3, patch);
        return new ModelShape(
                sides.height(),
                sides.width(),
                patch,
                tower(file, "", HEAD_WIDTH),
                new EncoderUse.VisibleTokens(tower(file, "decoder_", DECODER_HEAD_WIDTH), difficulty(file)));
    }

    // How it was learned does not show in the weights, and matters in training only.
    private static EncoderUse.Difficulty difficulty(SafetensorsFile file) {
        return file.names().contains(MaeParameters.DIFFICULTY + "norm.weight")
                ? EncoderUse.Difficulty.RANKED
                : EncoderUse.Difficulty.UNPREDICTED;
    }

    private static ModelShape ofSimMim(SafetensorsFile file) throws IOException {
        int patch = patch(file, SIMMIM + "patch_embed.proj.weight");
        boolean absolute = file.names().contains(SimMimParameters.POSITIONS);
        boolean relative = file.names().contains(SimMimParameters.BIAS_TABLE);
        Sides sides = absolute
                ? sides(file, SimMimParameters.POSITIONS, 3, patch)
                : relative ? sides(file, SimMimParameters.BIAS_TABLE, 2, patch) : sidesByMetadata(file);
        boolean scaled = file.names().contains(SIMMIM + "blocks.0.gamma_1");
        return new ModelShape(
                sides.height(),
                sides.width(),
                patch,
                tower(file, SIMMIM, HEAD_WIDTH),
                new EncoderUse.AllTokens(Position.of(absolute, relative), scaled ? layerScale(file) : 0));
    }

    private static int patch(SafetensorsFile file, String embedding) throws IOException {
        int patch = (int) shape(file, embedding, 4)[2];
        if (patch < 1) {
            throw new SafetensorsException(file.path(), embedding, "has patches of " + patch + " pixels");
        }
        return patch;
    }

    // The factors are trained, so what they started at matters no more; it only has to be above 0.
    private static double layerScale(SafetensorsFile file) throws SafetensorsException {
        String value = file.metadata().get(WeightsFile.LAYER_SCALE);
        try {
            return value == null ? USUAL_LAYER_SCALE : Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            throw new SafetensorsException(
                    file.path(),
                    "metadata " + WeightsFile.LAYER_SCALE + " = " + value + " is not a number",
                    notANumber);
        }
    }

    private record Sides(int height, int width) {}

    private static Sides sides(SafetensorsFile file, String table, int axes, int patch) throws IOException {
        int rows = (int) shape(file, table, axes)[axes - 2];
        PatchGrid grid = TableGrid.of(file, table, rows, patch, null).patches();
        return new Sides(grid.rows() * patch, grid.columns() * patch);
    }

    private static Sides sidesByMetadata(SafetensorsFile file) throws SafetensorsException {
        int height = number(file, "image_height", 0);
        int width = number(file, "image_width", 0);
        if (height == 0 || width == 0) {
            throw new SafetensorsException(
                    file.path(), "without positions metadata image_height and image_width are needed");
        }
        return new Sides(height, width);
    }

    private static Tower tower(SafetensorsFile file, String prefix, int headWidth) throws IOException {
        String blocks = prefix + "blocks.";
        int depth = 0;
        while (file.names().contains(blocks + depth + ".norm1.weight")) {
            depth++;
        }
        if (depth == 0) {
            throw new SafetensorsException(
                    file.path(),
                    blocks + "0.norm1.weight",
                    "is missing: for an encoder alone, the recipe of the network must be given");
        }
        long[] fc1 = shape(file, blocks + "0.mlp.fc1.weight", 2);
        int width = (int) fc1[1];
        int wide = width == HUGE_WIDTH ? HUGE_HEAD_WIDTH : headWidth;
        String key = prefix.equals(SIMMIM) ? "num_heads" : prefix + "num_heads";
        int heads = number(file, key, Math.max(1, width / wide));
        try {
            return new Tower(width, depth, heads, (int) fc1[0]);
        } catch (IllegalArgumentException impossible) {
            throw new SafetensorsException(file.path(), blocks + "*: " + impossible.getMessage(), impossible);
        }
    }

    private static long[] shape(SafetensorsFile file, String name, int axes) throws IOException {
        if (!file.names().contains(name)) {
            throw new SafetensorsException(
                    file.path(),
                    name,
                    "is missing: neither the weights of a masked autoencoder nor those of SimMIM"
                            + file.nearest(name, Set.of()));
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

    static int number(SafetensorsFile file, String key, int otherwise) throws SafetensorsException {
        String value = file.metadata().get(key);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException notANumber) {
            throw new SafetensorsException(
                    file.path(), "metadata " + key + " = " + value + " is not a number", notANumber);
        }
    }
}
