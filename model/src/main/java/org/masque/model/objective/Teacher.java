package org.masque.model.objective;

import com.google.errorprone.annotations.MustBeClosed;
import org.masque.model.kernels.Kernels;
import org.masque.model.vit.Weights;

/**
 * A moving average of the weights, whose maps change less from step to step (HPM, Wang et al. 2023, section 3.3; spec
 * 5.6). It owns its weights; the workers update a slice each, as of the weights themselves.
 */
public final class Teacher implements AutoCloseable {
    /**
     * How much of the average stays in an update: from {@code first} linearly to {@code last} at {@code epochs}, and
     * then on; published 0.999, 0.9999, 100.
     *
     * @param first in epoch 0, 0 to 1
     * @param last from epoch {@code epochs} on, 0 to 1
     * @param epochs at least 1
     */
    public record Decay(double first, double last, int epochs) {
        public Decay {
            if (!(first >= 0 && first <= 1 && last >= 0 && last <= 1) || epochs < 1) {
                throw new IllegalArgumentException("a teacher's decay from " + first + " to " + last + " in " + epochs
                        + " epochs: decays lie between 0 and 1, epochs are at least 1");
            }
        }

        /** The decay in an epoch, 0-based. */
        public double at(int epoch) {
            return first + (last - first) * Math.min(1, epoch / (double) epochs);
        }
    }

    private final Weights weights;
    private final Decay decay;

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // a field that close() closes
    Teacher(Weights student, Decay decay) {
        this.weights = student.copy();
        this.decay = decay;
    }

    /** The average, borrowed. */
    public Weights weights() {
        return weights;
    }

    void follow(Kernels kernels, Weights student, long from, long to, int epoch) {
        kernels.movingAverage(
                weights.flat().slice(from, to - from), student.flat().slice(from, to - from), (float) decay.at(epoch));
    }

    @Override
    public void close() {
        weights.close();
    }
}
