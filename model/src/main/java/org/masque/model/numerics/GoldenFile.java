package org.masque.model.numerics;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.interop.SafetensorsFile;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/** A file of reference numbers for a masked autoencoder, of any sizes: they stand in its metadata and shapes. */
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
        long[] images = file.shape("images");
        int width = number("embed_dim");
        int decoderWidth = number("decoder_embed_dim");
        return new ModelShape(
                (int) images[2],
                (int) images[3],
                number("patch_size"),
                new Tower(width, number("depth"), number("num_heads"), hidden("blocks")),
                new Tower(
                        decoderWidth, number("decoder_depth"), number("decoder_num_heads"), hidden("decoder_blocks")));
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
                    path, "metadata lacks " + key + ": not a golden file of a masked autoencoder");
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
        weights.encoderPositions().copyFrom(file.floats(WEIGHTS + "pos_embed"));
        weights.decoderPositions().copyFrom(file.floats(WEIGHTS + "decoder_pos_embed"));
        return weights;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
