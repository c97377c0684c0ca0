package org.masque.model.vit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.masque.model.vit.ParameterLayout.Slice;

/** Places named tensors one after the other in a flat buffer. */
public final class LayoutBuilder {
    private static final int ALIGNMENT_FLOATS = 16;

    private final Map<String, Slice> slices = new LinkedHashMap<>();
    private long length;

    /** A tensor that AdamW decays, unless it has one dimension or is a bias. */
    void tensor(String name, long... shape) {
        append(new Slice(name, length, shape));
    }

    /** A tensor that AdamW does not decay. */
    void undecayed(String name, long... shape) {
        append(new Slice(name, length, shape, false));
    }

    /** Two vectors with a gap as long as each between them: a packed bias whose middle third is not trained. */
    void outerThirds(String first, String last, int width) {
        slices.put(first, new Slice(first, length, new long[] {width}, false));
        slices.put(last, new Slice(last, length + 2L * width, new long[] {width}, false));
        grow(3L * width);
    }

    /** Scale and shift of a norm. */
    public void norm(String name, int width) {
        tensor(name + ".weight", width);
        tensor(name + ".bias", width);
    }

    /** Weight [outputs, inputs] and bias of an affine map. */
    public void linear(String name, int outputs, int inputs) {
        tensor(name + ".weight", outputs, inputs);
        tensor(name + ".bias", outputs);
    }

    private void append(Slice slice) {
        slices.put(slice.name(), slice);
        grow(slice.length());
    }

    private void grow(long floats) {
        length += (floats + ALIGNMENT_FLOATS - 1) / ALIGNMENT_FLOATS * ALIGNMENT_FLOATS;
    }

    /** What was placed, by name, in the order of the buffer. */
    Map<String, Slice> slices() {
        return slices;
    }

    /** The floats of the buffer, gaps included. */
    long length() {
        return length;
    }

    /** The layout of what was placed so far. */
    public ParameterLayout build() {
        return new ParameterLayout(this);
    }
}
