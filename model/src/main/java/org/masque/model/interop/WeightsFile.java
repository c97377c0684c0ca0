package org.masque.model.interop;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.EncoderUse;
import org.masque.model.vit.ModelShape;
import org.masque.model.vit.ModelShape.Tower;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.RelativePositions;
import org.masque.model.vit.SimMimParameters;
import org.masque.model.vit.Weights;

/**
 * Weights, or another flat buffer of their layout, as safetensors under the public names of MAE or SimMIM, with the
 * sizes in the metadata.
 *
 * <p>MAE's fixed position tables are included: its own code and timm hold them in their state. So is the index of
 * SimMIM's relative positions where a network is exported.
 */
public final class WeightsFile {
    /** Metadata: what the factors of residual branches started at, 0 where there are none. */
    static final String LAYER_SCALE = "layer_scale";

    /** Which part of a network is written. */
    public enum Part {
        ENCODER,
        ENCODER_AND_DECODER
    }

    private WeightsFile() {}

    /**
     * Writes all of a flat buffer of the weights' layout, and the position tables.
     *
     * @param weights whose layout and tables are meant
     * @param flat as it was when its snapshot was made, which is used up by that
     */
    public static void write(Weights weights, TensorSnapshot flat, WritableByteChannel channel) throws IOException {
        writer(
                        weights,
                        Part.ENCODER_AND_DECODER,
                        (writer, slice) -> writer.floats(slice.name(), flat, slice.offset(), slice.shape()))
                .writeTo(channel);
    }

    /** Prepares a file of the weights themselves, borrowed until it is written. */
    public static SafetensorsWriter writer(Weights weights, Part part) {
        SafetensorsWriter writer =
                writer(weights, part, (into, slice) -> into.floats(slice.name(), weights.parameter(slice.name())));
        if (weights.layout().has(SimMimParameters.BIAS_TABLE)) {
            long tokens = weights.shape().patches() + 1L;
            writer.ints(
                    SimMimParameters.BIAS_INDEX,
                    RelativePositions.index(weights.shape().grid()),
                    tokens,
                    tokens);
        }
        return writer;
    }

    private static SafetensorsWriter writer(
            Weights weights, Part part, BiConsumer<SafetensorsWriter, ParameterLayout.Slice> add) {
        SafetensorsWriter writer = new SafetensorsWriter();
        describe(weights.shape(), writer);
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            if (belongs(slice.name(), part)) {
                add.accept(writer, slice);
            }
        }
        weights.positionTables().forEach((name, table) -> {
            if (belongs(name, part)) {
                writer.floats(name, table);
            }
        });
        return writer;
    }

    /** Whether a tensor of this public name is in that part of a network. */
    static boolean belongs(String name, Part part) {
        boolean ofDecoder = name.startsWith("decoder") || name.endsWith("mask_token");
        return part == Part.ENCODER_AND_DECODER || !ofDecoder;
    }

    private static void describe(ModelShape shape, SafetensorsWriter writer) {
        writer.metadata("image_height", Integer.toString(shape.imageHeight()))
                .metadata("image_width", Integer.toString(shape.imageWidth()))
                .metadata("patch_size", Integer.toString(shape.patch()));
        describe("", shape.encoder(), writer);
        if (shape.use() instanceof EncoderUse.AllTokens all) {
            writer.metadata("model", "simmim").metadata(LAYER_SCALE, Double.toString(all.layerScale()));
        } else {
            writer.metadata("model", "mae");
            describe("decoder_", shape.decoder(), writer);
        }
    }

    private static void describe(String prefix, Tower tower, SafetensorsWriter writer) {
        writer.metadata(prefix + "embed_dim", Integer.toString(tower.width()))
                .metadata(prefix + "depth", Integer.toString(tower.depth()))
                .metadata(prefix + "num_heads", Integer.toString(tower.heads()))
                .metadata(prefix + "mlp_dim", Integer.toString(tower.hidden()));
    }

    /**
     * Fills a flat buffer of the weights' layout, and the weights' position tables, from a file that holds every name.
     *
     * @throws SafetensorsException if a name is missing or has another shape
     */
    public static void read(SafetensorsFile file, Weights weights, Tensor flat) throws IOException {
        for (ParameterLayout.Slice slice : weights.layout().slices()) {
            read(file, slice.name(), weights.slice(flat, slice.name()));
        }
        for (Map.Entry<String, Tensor> table : weights.positionTables().entrySet()) {
            read(file, table.getKey(), table.getValue());
        }
    }

    /** Fills one tensor with that of its public name. */
    static void read(SafetensorsFile file, String name, Tensor into) throws IOException {
        if (!Arrays.equals(shape(file, name), into.shape())) {
            throw otherShape(file, name, into);
        }
        file.readInto(name, into);
    }

    /** The shape of a tensor that must be there. */
    static long[] shape(SafetensorsFile file, String name) throws SafetensorsException {
        if (!file.names().contains(name)) {
            throw new SafetensorsException(file.path(), name, "is missing" + file.nearest(name, Set.of()));
        }
        return file.shape(name);
    }

    static SafetensorsException otherShape(SafetensorsFile file, String name, Tensor into) throws SafetensorsException {
        return new SafetensorsException(
                file.path(),
                name,
                "has shape " + Arrays.toString(file.shape(name)) + ", not " + Arrays.toString(into.shape())
                        + ": the network has other sizes");
    }
}
