package org.masque.masking;

/** How shares of patches, or of cells, become whole numbers; each published method rounds in its own way. */
public enum Rounding {
    /** Towards fewer visible and fewer masked: {@code int(n (1 - r))} visible, {@code int(n m)} masked (MAE, AMT). */
    DOWN {
        @Override
        StateCounts withoutThrown(int cells, double masked) {
            int visible = (int) (cells * (1 - masked));
            return new StateCounts(visible, cells - visible, 0);
        }

        @Override
        StateCounts withThrown(int cells, double masked, double thrown) {
            int first = (int) (cells * masked);
            // The two ratios are added before they are multiplied, as in the published code.
            int hidden = (int) (cells * (masked + thrown));
            return new StateCounts(cells - hidden, first, hidden - first);
        }
    },

    /** Towards more: {@code ceil(n m)} masked, {@code ceil(n t)} thrown (SimMIM, spec 2; AMT on SimMIM, spec 3.6). */
    UP {
        @Override
        StateCounts withoutThrown(int cells, double masked) {
            return withThrown(cells, masked, 0);
        }

        @Override
        StateCounts withThrown(int cells, double masked, double thrown) {
            int first = (int) Math.ceil(cells * masked);
            int next = (int) Math.ceil(cells * thrown);
            return new StateCounts(cells - first - next, first, next);
        }
    };

    /** The counts where nothing is thrown; {@code masked} is a share of {@code cells}. */
    abstract StateCounts withoutThrown(int cells, double masked);

    /** The counts where {@code thrown}, a share too, comes after {@code masked}. */
    abstract StateCounts withThrown(int cells, double masked, double thrown);
}
