package org.masque.model.kernels;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moving patches and tokens about, on ND4J; the contract is {@link Kernels}'. */
final class Nd4jTokens {
    private static final int ROWS = 1;
    private static final int[] ROW_COLUMN_OF_GRID_THEN_CHANNEL_FIRST = {0, 2, 4, 1, 3, 5};
    private static final int[] ROW_COLUMN_OF_GRID_THEN_CHANNEL_LAST = {0, 2, 4, 3, 5, 1};

    private Nd4jTokens() {}

    static void extractPatches(Tensor images, int side, int[] patches, Kernels.PixelOrder order, Tensor y) {
        long[] shape = images.shape();
        long gridHeight = shape[2] / side;
        long gridWidth = shape[3] / side;
        int patchesOfImage = Math.toIntExact(gridHeight * gridWidth);
        int kept = Math.toIntExact(patches.length / shape[0]);
        INDArray cut = images.reshape(shape[0], shape[1], gridHeight, side, gridWidth, side)
                .nd()
                .permute(
                        order == Kernels.PixelOrder.CHANNEL_FIRST
                                ? ROW_COLUMN_OF_GRID_THEN_CHANNEL_FIRST
                                : ROW_COLUMN_OF_GRID_THEN_CHANNEL_LAST)
                .dup('c')
                .reshape('c', shape[0] * patchesOfImage, y.columns());
        int[] rows = IntStream.range(0, patches.length)
                .map(i -> i / kept * patchesOfImage + patches[i])
                .toArray();
        Nd4j.pullRows(cut, y.nd(), ROWS, rows);
    }

    static void encoderTokens(Tensor embedded, Tensor classToken, Tensor positions, int[] patches, Tensor y) {
        int images = y.rows() - embedded.rows();
        Nd4j.pullRows(positions.nd(), y.nd(), ROWS, positionRows(images, patches));
        int tokens = y.rows() / images;
        tokensOf(y, tokens, 0, 1).addi(classToken.nd());
        tokensOf(y, tokens, 1, tokens).addi(tokensOf(embedded, tokens - 1, 0, tokens - 1));
    }

    static void encoderTokensBackward(Tensor dy, Tensor dembedded, Tensor dclassToken) {
        int tokens = dy.rows() / (dy.rows() - dembedded.rows());
        tokensOf(dembedded, tokens - 1, 0, tokens - 1).assign(tokensOf(dy, tokens, 1, tokens));
        dclassToken.nd().addi(tokensOf(dy, tokens, 0, 1).sum(0, 1));
    }

    static void decoderTokens(
            Tensor embedded, Tensor maskToken, Tensor positions, int[] visible, int[] masked, Tensor y) {
        int images = embedded.rows() - visible.length;
        Nd4j.pullRows(positions.nd(), y.nd(), ROWS, positionRows(images, visible, masked));
        int given = embedded.rows() / images;
        int tokens = y.rows() / images;
        tokensOf(y, tokens, 0, given).addi(tokensOf(embedded, given, 0, given));
        if (masked.length > 0) {
            tokensOf(y, tokens, given, tokens).addi(maskToken.nd());
        }
    }

    static void decoderTokensBackward(Tensor dy, int masked, Tensor dembedded, Tensor dmaskToken) {
        if (masked == 0) {
            dembedded.nd().assign(dy.nd());
            return;
        }
        int images = (dy.rows() - dembedded.rows()) / masked;
        int given = dembedded.rows() / images;
        int tokens = given + masked;
        tokensOf(dembedded, given, 0, given).assign(tokensOf(dy, tokens, 0, given));
        dmaskToken.nd().addi(tokensOf(dy, tokens, given, tokens).sum(0, 1));
    }

    static void lastTokens(Tensor x, int tokens, int count, Tensor y) {
        tokensOf(y, count, 0, count).assign(tokensOf(x, tokens, tokens - count, tokens));
    }

    static void lastTokensBackward(Tensor dy, int tokens, int count, Tensor dx) {
        dx.nd().assign(0);
        tokensOf(dx, tokens, tokens - count, tokens).assign(tokensOf(dy, count, 0, count));
    }

    /** Views some of each image's tokens, [B, to - from, D]. */
    private static INDArray tokensOf(Tensor rows, int tokens, int from, int to) {
        long width = rows.columns();
        return rows.strided(
                from * width, new long[] {rows.rows() / tokens, to - from, width}, new long[] {tokens * width, width, 1
                });
    }

    /** For each image the position row of its class token, then of its patches in each of the lists. */
    private static int[] positionRows(int images, int[]... lists) {
        int patches = Arrays.stream(lists).mapToInt(list -> list.length).sum();
        int[] rows = new int[images + patches];
        int next = 0;
        for (int image = 0; image < images; image++) {
            rows[next++] = 0;
            for (int[] list : lists) {
                int count = list.length / images;
                for (int k = image * count; k < (image + 1) * count; k++) {
                    rows[next++] = list[k] + 1;
                }
            }
        }
        return rows;
    }
}
