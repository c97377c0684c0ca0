package org.masque.model.vit;

import com.google.errorprone.annotations.MustBeClosed;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;

/**
 * All numbers that make a network: the flat trained parameters and the two fixed position tables. It owns them.
 *
 * <p>The workers of a process share one instance: they read it during a step, and each writes its own slice of the
 * parameters between steps.
 */
public final class Weights implements AutoCloseable {
    private final ModelShape shape;
    private final ParameterLayout layout;
    private final TensorRef parameters;
    private final TensorRef encoderPositions;
    private final TensorRef decoderPositions;

    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    private Weights(ModelShape shape) {
        this.shape = shape;
        this.layout = new ParameterLayout(shape);
        this.parameters = TensorRef.zeros(layout.length());
        this.encoderPositions =
                TensorRef.zeros(shape.patches() + 1, shape.encoder().width());
        this.decoderPositions =
                TensorRef.zeros(shape.patches() + 1, shape.decoder().width());
    }

    /** Makes a network whose parameters are zero and whose positions are sines and cosines. */
    @MustBeClosed
    public static Weights zeros(ModelShape shape) {
        Weights weights = new Weights(shape);
        weights.encoderPositions()
                .copyFrom(SinCosPositions.table(shape.grid(), shape.encoder().width()));
        weights.decoderPositions()
                .copyFrom(SinCosPositions.table(shape.grid(), shape.decoder().width()));
        return weights;
    }

    /** Copies the network: an immutable snapshot, as long as nobody writes to it. */
    @MustBeClosed
    public Weights copy() {
        Weights copy = new Weights(shape);
        copy.copyFrom(this);
        return copy;
    }

    /** Overwrites this network with another of the same shape. */
    public void copyFrom(Weights other) {
        flat().copyFrom(other.flat());
        encoderPositions().copyFrom(other.encoderPositions());
        decoderPositions().copyFrom(other.decoderPositions());
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

    /** The encoder's position table [L+1, D], borrowed. */
    public Tensor encoderPositions() {
        return encoderPositions.tensor();
    }

    /** The decoder's position table [L+1, D], borrowed. */
    public Tensor decoderPositions() {
        return decoderPositions.tensor();
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

    @Override
    public void close() {
        parameters.close();
        encoderPositions.close();
        decoderPositions.close();
    }
}
