package org.masque.model.numerics;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.EncoderUse.Position;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/**
 * A file of reference numbers for a masked autoencoder or for SimMIM, of any sizes: they stand in its metadata and
 * shapes.
 */
final class GoldenFile implements Closeable {
    private static final String WEIGHTS = "weights/";

    private final Path path;
    private final SafetensorsFile file;
    private final ModelShape shape;

    private GoldenFile(Path path, SafetensorsFile file) throws IOException {
        this.path = path;
        this.file = file;
        this.shape = readShape();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved into the golden file, or closed on failure
    static GoldenFile open(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new GoldenFile(path, file);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private ModelShape readShape() throws IOException {
        return isSimMim() ? readSimMimShape() : readMaeShape();
    }

    /** Whether it is one of SimMIM; otherwise it is one of a masked autoencoder. */
    boolean isSimMim() {
        return "simmim".equals(file.metadata().get("model"));
    }

    private ModelShape readMaeShape() throws IOException {
        Tower decoder = new Tower(
                number("decoder_embed_dim"),
                number("decoder_depth"),
                number("decoder_num_heads"),
                hidden("decoder_blocks"));
        return shape("blocks", new EncoderUse.VisibleTokens(decoder));
    }

    private ModelShape readSimMimShape() throws IOException {
        Position position = Position.of(
                Boolean.parseBoolean(text("absolute_position")),
                Boolean.parseBoolean(text("shared_relative_position_bias")));
        String scale = text("layer_scale");
        double layerScale = scale.equals("None") ? 0 : Double.parseDouble(scale);
        return shape("encoder.blocks", new EncoderUse.AllTokens(position, layerScale));
    }

    private ModelShape shape(String stack, EncoderUse use) throws IOException {
        long[] images = file.shape("images");
        Tower encoder = new Tower(number("embed_dim"), number("depth"), number("num_heads"), hidden(stack));
        return new ModelShape((int) images[2], (int) images[3], number("patch_size"), encoder, use);
    }

    private int hidden(String stack) throws IOException {
        return (int) file.shape(WEIGHTS + stack + ".0.mlp.fc1.weight")[0];
    }

    /** A number of the metadata. */
    int number(String key) throws SafetensorsException {
        try {
            return Integer.parseInt(text(key));
        } catch (NumberFormatException notANumber) {
            throw new SafetensorsException(
                    path, "metadata " + key + " = " + text(key) + " is not a number", notANumber);
        }
    }

    /** A text of the metadata. */
    String text(String key) throws SafetensorsException {
        String value = file.metadata().get(key);
        if (value == null) {
            throw new SafetensorsException(
                    path, "metadata lacks " + key + ": not a golden file of a masked autoencoder or of SimMIM");
        }
        return value;
    }

    ModelShape shape() {
        return shape;
    }

    boolean has(String name) {
        return file.names().contains(name);
    }

    float[] floats(String name) throws IOException {
        return file.floats(name);
    }

    int[] ints(String name) throws IOException {
        return file.ints(name);
    }

    /** The batch, [B, 3, H, W]. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    TensorRef images() throws IOException {
        return TensorRef.of(file.floats("images"), file.shape("images"));
    }

    /** The network of the file, positions included. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    Weights weights() throws IOException {
        Weights weights = Weights.zeros(shape);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            weights.parameter(slice.name()).copyFrom(file.floats(WEIGHTS + slice.name()));
        }
        for (Map.Entry<String, Tensor> table : weights.positionTables().entrySet()) {
            table.getValue().copyFrom(file.floats(WEIGHTS + table.getKey()));
        }
        return weights;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
