package org.masque.model.objective;

import java.util.ArrayList;
import java.util.List;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.ParameterLayout;

/**
 * What one named tensor of a flat buffer is like; numbers are of its finite values, NaN if there are none.
 *
 * @param name as in the public state
 * @param values how many there are
 * @param notFinite how many of them are infinite or not a number
 * @param min smallest
 * @param max largest
 * @param rootMeanSquare root of the mean of their squares
 */
public record TensorStatistics(
        String name, long values, long notFinite, double min, double max, double rootMeanSquare) {
    // Read through the heap in pieces, so that no copy of the whole buffer is made.
    private static final int PIECE = 1 << 16;

    /** One for each slice of a layout; reads the whole buffer, borrowed, on the caller's thread. */
    public static List<TensorStatistics> of(ParameterLayout layout, Tensor flat) {
        List<TensorStatistics> all = new ArrayList<>();
        for (ParameterLayout.Slice slice : layout.slices()) {
            Sum sum = new Sum();
            for (long done = 0; done < slice.length(); done += PIECE) {
                long length = Math.min(PIECE, slice.length() - done);
                sum.add(flat.slice(slice.offset() + done, length).toArray());
            }
            all.add(sum.statistics(slice.name(), slice.length()));
        }
        return all;
    }

    private static final class Sum {
        private long finite;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double squares;

        void add(float[] values) {
            for (float value : values) {
                if (Float.isFinite(value)) {
                    finite++;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    squares += (double) value * value;
                }
            }
        }

        TensorStatistics statistics(String name, long values) {
            return finite == 0
                    ? new TensorStatistics(name, values, values, Double.NaN, Double.NaN, Double.NaN)
                    : new TensorStatistics(name, values, values - finite, min, max, Math.sqrt(squares / finite));
        }
    }
}
