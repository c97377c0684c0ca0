package org.masque.model.vit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.model.vit.ModelShape.Tower;

/**
 * Where each trained tensor lies in the flat buffers of weights, gradients and moments.
 *
 * <p>The names are those of MAE's public state. Slices begin at multiples of 16 floats; the gaps hold zeros and stay
 * zero.
 */
public final class ParameterLayout {
    private static final int ALIGNMENT_FLOATS = 16;

    /**
     * One named slice.
     *
     * @param name as in MAE's public state
     * @param offset first float in the flat buffer
     * @param shape lengths of the axes; not to be changed
     */
    public record Slice(String name, long offset, long[] shape) {
        /** The number of floats. */
        public long length() {
            long length = 1;
            for (long axis : shape) {
                length *= axis;
            }
            return length;
        }

        /**
         * Whether AdamW decays it: not tensors of one dimension, not biases; class and mask token are decayed (spec
         * 1.4).
         */
        public boolean decayed() {
            return shape.length > 1 && !name.endsWith(".bias");
        }
    }

    private final Map<String, Slice> slices = new LinkedHashMap<>();
    private long length;

    /** Lays out encoder and decoder. */
    public ParameterLayout(ModelShape shape) {
        Tower encoder = shape.encoder();
        Tower decoder = shape.decoder();
        append("cls_token", 1, 1, encoder.width());
        append("patch_embed.proj.weight", encoder.width(), ModelShape.CHANNELS, shape.patch(), shape.patch());
        append("patch_embed.proj.bias", encoder.width());
        appendBlocks("blocks", encoder);
        appendNorm("norm", encoder.width());
        appendLinear("decoder_embed", decoder.width(), encoder.width());
        append("mask_token", 1, 1, decoder.width());
        appendBlocks("decoder_blocks", decoder);
        appendNorm("decoder_norm", decoder.width());
        appendLinear("decoder_pred", shape.pixels(), decoder.width());
    }

    private void appendBlocks(String stack, Tower tower) {
        for (int i = 0; i < tower.depth(); i++) {
            String block = stack + "." + i + ".";
            appendNorm(block + "norm1", tower.width());
            appendLinear(block + "attn.qkv", 3 * tower.width(), tower.width());
            appendLinear(block + "attn.proj", tower.width(), tower.width());
            appendNorm(block + "norm2", tower.width());
            appendLinear(block + "mlp.fc1", tower.hidden(), tower.width());
            appendLinear(block + "mlp.fc2", tower.width(), tower.hidden());
        }
    }

    private void appendNorm(String name, int width) {
        append(name + ".weight", width);
        append(name + ".bias", width);
    }

    private void appendLinear(String name, int outputs, int inputs) {
        append(name + ".weight", outputs, inputs);
        append(name + ".bias", outputs);
    }

    private void append(String name, long... shape) {
        Slice slice = new Slice(name, length, shape);
        slices.put(name, slice);
        length += (slice.length() + ALIGNMENT_FLOATS - 1) / ALIGNMENT_FLOATS * ALIGNMENT_FLOATS;
    }

    /** All slices, in the order of the buffer. */
    public List<Slice> slices() {
        return new ArrayList<>(slices.values());
    }

    /** One slice by name. */
    public Slice slice(String name) {
        Slice slice = slices.get(name);
        if (slice == null) {
            throw new IllegalArgumentException("no parameter is named " + name);
        }
        return slice;
    }

    /** The floats of the flat buffer, gaps included. */
    public long length() {
        return length;
    }

    /** The number of trained values, without the gaps. */
    public long trained() {
        return slices.values().stream().mapToLong(Slice::length).sum();
    }
}
