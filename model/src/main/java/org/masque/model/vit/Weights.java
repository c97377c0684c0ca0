package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.tensor.TensorSnapshot;

/**
 * All numbers that make a network: the flat trained parameters and, for a masked autoencoder, two fixed position
 * tables. It owns them.
 *
 * <p>The workers of a process share one instance: they read it during a step, and each writes its own slice of the
 * parameters between steps.
 */
public final class Weights implements AutoCloseable {
    /** The public name of the encoder's fixed position table. */
    public static final String ENCODER_POSITIONS = "pos_embed";

    /** The public name of the decoder's fixed position table. */
    public static final String DECODER_POSITIONS = "decoder_pos_embed";

    private final ModelShape shape;
    private final ParameterLayout layout;
    private final TensorRef parameters;
    private final Map<String, TensorRef> tables = new LinkedHashMap<>();

    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    private Weights(ModelShape shape) {
        this.shape = shape;
        this.layout = new ParameterLayout(shape);
        this.parameters = TensorRef.zeros(layout.length());
        if (shape.use() instanceof EncoderUse.VisibleTokens) {
            addTable(ENCODER_POSITIONS, shape.encoder().width());
            addTable(DECODER_POSITIONS, shape.decoder().width());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    private void addTable(String name, int width) {
        tables.put(name, TensorRef.zeros(1, shape.patches() + 1, width));
    }

    /** Makes a network whose parameters are zero and whose fixed positions, if any, are sines and cosines. */
    @MustBeClosed
    public static Weights zeros(ModelShape shape) {
        Weights weights = new Weights(shape);
        weights.positionTables()
                .values()
                .forEach(table -> table.copyFrom(SinCosPositions.table(shape.grid(), table.columns())));
        return weights;
    }

    /** Copies the network: an immutable snapshot, as long as nobody writes to it. */
    @MustBeClosed
    public Weights copy() {
        Weights copy = new Weights(shape);
        copy.copyFrom(this);
        return copy;
    }

    /** Makes one more claim on this network, to be closed as well; the last one frees it. */
    public Weights retain() {
        parameters.retain();
        tables.values().forEach(TensorRef::retain);
        return this;
    }

    /** The trained parameters as they are now, for somebody who reads them once while they go on changing. */
    @MustBeClosed
    public TensorSnapshot snapshot() {
        return layout.snapshot(parameters);
    }

    /** Overwrites this network with another of the same shape. */
    public void copyFrom(Weights other) {
        flat().copyFrom(other.flat());
        other.positionTables().forEach((name, table) -> table(name).copyFrom(table));
    }

    /** The sizes. */
    public ModelShape shape() {
        return shape;
    }

    /** Where each parameter lies. */
    public ParameterLayout layout() {
        return layout;
    }

    /** All trained parameters, borrowed. */
    public Tensor flat() {
        return parameters.tensor();
    }

    /**
     * The fixed position tables by their public names, each [1, L+1, D], borrowed; none where positions are learned.
     */
    public Map<String, Tensor> positionTables() {
        Map<String, Tensor> borrowed = new LinkedHashMap<>();
        tables.forEach((name, table) -> borrowed.put(name, table.tensor()));
        return borrowed;
    }

    /** The encoder's fixed position table [L+1, D], borrowed. */
    public Tensor encoderPositions() {
        return asRows(table(ENCODER_POSITIONS));
    }

    /** The decoder's fixed position table [L+1, D], borrowed. */
    public Tensor decoderPositions() {
        return asRows(table(DECODER_POSITIONS));
    }

    private Tensor table(String name) {
        TensorRef table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("this network has no fixed positions " + name);
        }
        return table.tensor();
    }

    private static Tensor asRows(Tensor table) {
        return table.reshape(table.rows(), table.columns());
    }

    /** One parameter, borrowed. */
    public Tensor parameter(String name) {
        return slice(flat(), name);
    }

    /** The slice of another flat buffer of the same layout: gradients or moments. */
    public Tensor slice(Tensor flat, String name) {
        ParameterLayout.Slice slice = layout.slice(name);
        return flat.slice(slice.offset(), slice.shape());
    }

    Parameter parameter(String name, @Nullable Tensor gradients) {
        return new Parameter(parameter(name), gradients == null ? null : slice(gradients, name));
    }

    /** One vector from the beginning of one parameter to the end of another, with what lies between them. */
    Parameter span(String first, String last, @Nullable Tensor gradients) {
        long from = layout.slice(first).offset();
        long length = layout.slice(last).offset() + layout.slice(last).length() - from;
        return new Parameter(flat().slice(from, length), gradients == null ? null : gradients.slice(from, length));
    }

    @Override
    public void close() {
        parameters.close();
        tables.values().forEach(TensorRef::close);
    }
}
