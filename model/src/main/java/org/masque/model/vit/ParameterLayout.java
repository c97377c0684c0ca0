package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.model.tensor.TensorRef;
import org.masque.model.tensor.TensorSnapshot;

/**
 * Where each trained tensor lies in the flat buffers of weights, gradients and moments.
 *
 * <p>The names are those of the public state, MAE's or SimMIM's. Slices begin at multiples of 16 floats, but for the
 * second of a packed pair; the gaps hold zeros and stay zero.
 */
public final class ParameterLayout {
    /**
     * One named slice.
     *
     * @param name as in the public state
     * @param offset first float in the flat buffer
     * @param shape lengths of the axes; not to be changed
     * @param decayed whether AdamW decays it
     */
    public record Slice(String name, long offset, long[] shape, boolean decayed) {
        /** Decayed as MAE decays: not tensors of one dimension, not biases; class and mask token are (spec 1.4). */
        public Slice(String name, long offset, long[] shape) {
            this(name, offset, shape, shape.length > 1 && !name.endsWith(".bias"));
        }

        /** The number of floats. */
        public long length() {
            long length = 1;
            for (long axis : shape) {
                length *= axis;
            }
            return length;
        }
    }

    private final Map<String, Slice> slices;
    private final long length;

    /** Lays out the network of a shape. */
    public ParameterLayout(ModelShape shape) {
        this(ofNetwork(shape));
    }

    ParameterLayout(LayoutBuilder builder) {
        slices = new LinkedHashMap<>(builder.slices());
        length = builder.length();
    }

    private static LayoutBuilder ofNetwork(ModelShape shape) {
        LayoutBuilder builder = new LayoutBuilder();
        if (shape.use() instanceof EncoderUse.AllTokens) {
            SimMimParameters.append(builder, shape);
        } else {
            MaeParameters.append(builder, shape);
        }
        return builder;
    }

    /** All slices, in the order of the buffer. */
    public List<Slice> slices() {
        return new ArrayList<>(slices.values());
    }

    /** Whether there is a slice of that name. */
    public boolean has(String name) {
        return slices.containsKey(name);
    }

    /** One slice by name. */
    public Slice slice(String name) {
        Slice slice = slices.get(name);
        if (slice == null) {
            throw new IllegalArgumentException("no parameter is named " + name);
        }
        return slice;
    }

    /**
     * The slices of a flat buffer of this layout as they are now ({@link TensorSnapshot}); gaps are left out.
     *
     * @param flat borrowed
     */
    @MustBeClosed
    public TensorSnapshot snapshot(TensorRef flat) {
        return TensorSnapshot.of(
                flat,
                slices.values().stream()
                        .map(slice -> new TensorSnapshot.Part(slice.offset(), slice.length()))
                        .toList());
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
