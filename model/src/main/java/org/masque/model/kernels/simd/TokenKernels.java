package org.masque.model.kernels.simd;

import org.masque.model.tensor.Tensor;

/** Puts token sequences together and takes their gradients apart: rows of floats, copied and added. */
final class TokenKernels {
    private final Lanes lanes;

    TokenKernels(Lanes lanes) {
        this.lanes = lanes;
    }

    void encoderTokens(Tensor embedded, Tensor classToken, Tensor positions, int[] patches, Tensor y) {
        int images = y.rows() - patches.length;
        int perImage = patches.length / images;
        for (int image = 0; image < images; image++) {
            int first = image * (perImage + 1);
            putSum(classToken, 0, positions, 0, y, first);
            for (int k = 0; k < perImage; k++) {
                int token = image * perImage + k;
                putSum(embedded, token, positions, positionOf(patches[token], positions), y, first + 1 + k);
            }
        }
    }

    void encoderTokensBackward(Tensor dy, Tensor dembedded, Tensor dclassToken) {
        int images = dy.rows() - dembedded.rows();
        int perImage = dembedded.rows() / images;
        for (int image = 0; image < images; image++) {
            int first = image * (perImage + 1);
            putSum(dy, first, dclassToken, 0, dclassToken, 0);
            copyRows(dy, first + 1, dembedded, image * perImage, perImage);
        }
    }

    void decoderTokens(Tensor embedded, Tensor maskToken, Tensor positions, int[] visible, int[] masked, Tensor y) {
        int images = embedded.rows() - visible.length;
        int kept = visible.length / images;
        int hidden = masked.length / images;
        int row = 0;
        for (int image = 0; image < images; image++) {
            int from = image * (kept + 1);
            putSum(embedded, from, positions, 0, y, row++);
            for (int k = 0; k < kept; k++) {
                int position = positionOf(visible[image * kept + k], positions);
                putSum(embedded, from + 1 + k, positions, position, y, row++);
            }
            for (int k = 0; k < hidden; k++) {
                putSum(maskToken, 0, positions, positionOf(masked[image * hidden + k], positions), y, row++);
            }
        }
    }

    void decoderTokensBackward(Tensor dy, int masked, Tensor dembedded, Tensor dmaskToken) {
        int images = masked == 0 ? 1 : (dy.rows() - dembedded.rows()) / masked;
        int kept = dembedded.rows() / images;
        for (int image = 0; image < images; image++) {
            int first = image * (kept + masked);
            copyRows(dy, first, dembedded, image * kept, kept);
            for (int k = 0; k < masked; k++) {
                putSum(dy, first + kept + k, dmaskToken, 0, dmaskToken, 0);
            }
        }
    }

    void lastTokens(Tensor x, int tokens, int count, Tensor y) {
        int images = x.rows() / tokens;
        for (int image = 0; image < images; image++) {
            copyRows(x, (image + 1) * tokens - count, y, image * count, count);
        }
    }

    void lastTokensBackward(Tensor dy, int tokens, int count, Tensor dx) {
        dx.zero();
        int images = dx.rows() / tokens;
        for (int image = 0; image < images; image++) {
            copyRows(dy, image * count, dx, (image + 1) * tokens - count, count);
        }
    }

    // Row 0 of the positions belongs to the class token.
    private static int positionOf(int patch, Tensor positions) {
        return PatchNumbers.checked(patch, positions.rows() - 1) + 1;
    }

    private void putSum(Tensor left, int leftRow, Tensor right, int rightRow, Tensor to, int toRow) {
        lanes.addRow(
                left.bytes(),
                byteOf(left, leftRow),
                right.bytes(),
                byteOf(right, rightRow),
                to.bytes(),
                byteOf(to, toRow),
                to.columns());
    }

    private static void copyRows(Tensor from, int fromRow, Tensor to, int toRow, int rows) {
        to.bytes().put(byteOf(to, toRow), from.bytes(), byteOf(from, fromRow), rows * to.columns() * 4);
    }

    private static int byteOf(Tensor tensor, int row) {
        return tensor.start() + row * tensor.columns() * 4;
    }
}
