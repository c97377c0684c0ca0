package org.masque.model.optim;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.tensor.Tensor;
import org.masque.model.tensor.TensorRef;
import org.masque.model.tensor.TensorSnapshot;
import org.masque.model.vit.ParameterLayout;
import org.masque.model.vit.Weights;

/**
 * AdamW with decoupled decay over the flat weights (spec 1.4). It owns both moments.
 *
 * <p>An update can be cut at any float, so each worker updates its own slice; the result does not depend on the cut.
 */
public final class AdamW implements AutoCloseable {
    private final ParameterLayout layout;
    private final Tensor parameters;
    private final float decay;
    private final RateFactors rates;
    private final TensorRef m;
    private final TensorRef v;

    /**
     * Starts with zero moments.
     *
     * @param weights borrowed, updated
     * @param decay weight decay of the decayed tensors, at least 0
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public AdamW(Weights weights, float decay) {
        this(weights.layout(), weights.flat(), decay);
    }

    /**
     * Starts with zero moments.
     *
     * @param parameters flat, of the layout, borrowed, updated
     * @param decay weight decay of the decayed tensors, at least 0
     */
    @MustBeClosed
    public AdamW(ParameterLayout layout, Tensor parameters, float decay) {
        this(layout, parameters, decay, RateFactors.ONES);
    }

    /**
     * As above, with a rate of its own for each tensor.
     *
     * @param rates what the step's learning rate is multiplied by
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes
    public AdamW(ParameterLayout layout, Tensor parameters, float decay, RateFactors rates) {
        this.rates = rates;
        this.layout = layout;
        this.parameters = parameters;
        this.decay = decay;
        this.m = TensorRef.zeros(layout.length());
        this.v = TensorRef.zeros(layout.length());
    }

    /** The first moment, flat, borrowed. */
    public Tensor m() {
        return m.tensor();
    }

    /** The second moment, flat, borrowed. */
    public Tensor v() {
        return v.tensor();
    }

    /** The first moment as it is now, for somebody who reads it once while it goes on changing. */
    @MustBeClosed
    public TensorSnapshot snapshotOfM() {
        return layout.snapshot(m);
    }

    /** The second moment likewise. */
    @MustBeClosed
    public TensorSnapshot snapshotOfV() {
        return layout.snapshot(v);
    }

    /** Updates the floats {@code from} to {@code to}; gradients flat, borrowed. */
    public void update(Kernels kernels, Tensor gradients, AdamStep step, long from, long to) {
        for (ParameterLayout.Slice slice : layout.slices()) {
            long first = Math.max(from, slice.offset());
            long length = Math.min(to, slice.offset() + slice.length()) - first;
            float rate = (float) rates.of(slice);
            if (length > 0 && rate > 0) {
                kernels.adamW(
                        parameters.slice(first, length),
                        gradients.slice(first, length),
                        m().slice(first, length),
                        v().slice(first, length),
                        step.times(rate),
                        slice.decayed() ? decay : 0);
            }
        }
    }

    @Override
    public void close() {
        m.close();
        v.close();
    }
}
