package org.masque.model.kernels.simd;

import org.masque.model.tensor.Tensor;

/** A table of relative position biases [N, H] and its layout [H, T, T]; small, and once a micro-batch: plain loops. */
final class PositionBias {
    private PositionBias() {}

    static void gather(Tensor table, int[] index, Tensor bias) {
        int heads = table.columns();
        for (int pair = 0; pair < index.length; pair++) {
            int from = PatchNumbers.checked(index[pair], table.rows()) * heads;
            for (int head = 0; head < heads; head++) {
                bias.set((long) head * index.length + pair, table.get(from + head));
            }
        }
    }

    static void scatter(Tensor dbias, int[] index, Tensor dtable) {
        int heads = dtable.columns();
        for (int pair = 0; pair < index.length; pair++) {
            int to = PatchNumbers.checked(index[pair], dtable.rows()) * heads;
            for (int head = 0; head < heads; head++) {
                dtable.set(to + head, dtable.get(to + head) + dbias.get((long) head * index.length + pair));
            }
        }
    }
}
