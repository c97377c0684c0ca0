package org.masque.model.kernels;

/**
 * The tokens of an encoder that sees masked patches too, image after image: the class token, then the visible and the
 * masked patches in the order of their numbers. Thrown patches have no token.
 *
 * <p>Legend: B images, V visible and M masked patches of an image, T = 1 + V + M tokens.
 */
public final class TokenSequence {
    /** The {@linkplain #source source} of a class token. */
    public static final int CLASS = -1;

    /** The {@linkplain #source source} of a masked patch's token. */
    public static final int MASK = -2;

    private final int images;
    private final int[] sources;
    private final int[] positions;
    private final int[] maskedRows;

    private TokenSequence(int images, int rows, int masked) {
        this.images = images;
        this.sources = new int[rows];
        this.positions = new int[rows];
        this.maskedRows = new int[masked];
    }

    /**
     * Merges the lists of some images.
     *
     * @param images B
     * @param visible B*V patch numbers, ascending within an image
     * @param masked B*M patch numbers, ascending within an image
     */
    public static TokenSequence merged(int images, int[] visible, int[] masked) {
        TokenSequence sequence = new TokenSequence(images, images + visible.length + masked.length, masked.length);
        for (int image = 0; image < images; image++) {
            sequence.merge(image, visible, masked);
        }
        return sequence;
    }

    private void merge(int image, int[] visible, int[] masked) {
        int shown = image * (visible.length / images);
        int hidden = image * (masked.length / images);
        int lastShown = shown + visible.length / images;
        int lastHidden = hidden + masked.length / images;
        int row = image * tokens();
        put(row++, CLASS, 0);
        while (shown < lastShown || hidden < lastHidden) {
            boolean takeShown = hidden == lastHidden || (shown < lastShown && visible[shown] < masked[hidden]);
            int patch = takeShown ? visible[shown] : masked[hidden];
            if (patch < positions[row - 1]) {
                throw new IllegalArgumentException("patch " + patch + " after patch " + (positions[row - 1] - 1)
                        + ": patches must be listed once and ascending within an image");
            }
            if (takeShown) {
                put(row++, shown++, patch + 1);
            } else {
                maskedRows[hidden++] = row;
                put(row++, MASK, patch + 1);
            }
        }
    }

    private void put(int row, int source, int position) {
        sources[row] = source;
        positions[row] = position;
    }

    /** B. */
    public int images() {
        return images;
    }

    /** T, the tokens of an image. */
    public int tokens() {
        return sources.length / images;
    }

    /** B*T. */
    public int rows() {
        return sources.length;
    }

    /** The rows of the masked patches' tokens, B*M, ascending; not to be changed. */
    public int[] maskedRows() {
        return maskedRows;
    }

    /** Where a row comes from: a row of the embedded visible patches, {@link #CLASS} or {@link #MASK}. */
    public int source(int row) {
        return sources[row];
    }

    /** The row of the position table: 0 for a class token, else 1 + the patch number. */
    public int position(int row) {
        return positions[row];
    }
}
