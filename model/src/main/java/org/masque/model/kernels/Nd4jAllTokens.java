package org.masque.model.kernels;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.masque.model.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an encoder of all tokens needs beside {@link Nd4jTokens}, on ND4J; the contract is {@link Kernels}'.
 *
 * <p>Sums over scattered rows are made on plain arrays in float64: ND4J has no such operation that works on views.
 */
final class Nd4jAllTokens {
    private static final int ROWS = 1;

    private Nd4jAllTokens() {}

    static void mergedTokens(
            Tensor embedded,
            Tensor classToken,
            Tensor maskToken,
            @Nullable Tensor positions,
            TokenSequence sequence,
            Tensor y) {
        long width = y.columns();
        INDArray sources = Nd4j.vstack(
                maskToken.reshape(1, width).nd(), classToken.reshape(1, width).nd(), embedded.nd());
        // MASK is -2 and CLASS -1: two rows before the embedded ones.
        Nd4j.pullRows(
                sources,
                y.nd(),
                ROWS,
                IntStream.range(0, sequence.rows())
                        .map(row -> sequence.source(row) + 2)
                        .toArray());
        if (positions != null) {
            int[] rows =
                    IntStream.range(0, sequence.rows()).map(sequence::position).toArray();
            y.nd().addi(Nd4j.pullRows(positions.nd(), ROWS, rows, 'c'));
        }
    }

    static void mergedTokensBackward(
            Tensor dy,
            TokenSequence sequence,
            Tensor dembedded,
            Tensor dclassToken,
            Tensor dmaskToken,
            @Nullable Tensor dpositions) {
        if (dembedded.length() > 0) {
            Nd4j.pullRows(dy.nd(), dembedded.nd(), ROWS, rowsFrom(sequence, 0, Integer.MAX_VALUE));
        }
        dclassToken.nd().addi(sumOfRows(dy, rowsFrom(sequence, TokenSequence.CLASS, TokenSequence.CLASS)));
        if (sequence.maskedRows().length > 0) {
            dmaskToken.nd().addi(sumOfRows(dy, sequence.maskedRows()));
        }
        if (dpositions != null) {
            scatter(dy, dpositions, sequence);
        }
    }

    private static int[] rowsFrom(TokenSequence sequence, int leastSource, int mostSource) {
        return IntStream.range(0, sequence.rows())
                .filter(row -> sequence.source(row) >= leastSource && sequence.source(row) <= mostSource)
                .toArray();
    }

    private static INDArray sumOfRows(Tensor x, int[] rows) {
        return Nd4j.pullRows(x.nd(), ROWS, rows, 'c').sum(0);
    }

    private static void scatter(Tensor dy, Tensor dpositions, TokenSequence sequence) {
        int width = dy.columns();
        double[] gradients = values(dy);
        double[] sums = new double[Math.toIntExact(dpositions.length())];
        for (int i = 0; i < gradients.length; i++) {
            sums[sequence.position(i / width) * width + i % width] += gradients[i];
        }
        addTo(dpositions, sums);
    }

    static void selectRows(Tensor x, int[] rows, Tensor y) {
        Nd4j.pullRows(x.nd(), y.nd(), ROWS, rows);
    }

    static void selectRowsBackward(Tensor dy, int[] rows, Tensor dx) {
        dx.nd().assign(0);
        for (int i = 0; i < rows.length; i++) {
            dx.slice((long) rows[i] * dx.columns(), dx.columns())
                    .nd()
                    .assign(dy.slice((long) i * dy.columns(), dy.columns()).nd());
        }
    }

    static void scaleImages(Tensor x, float[] factors, Tensor y) {
        long size = x.length() / factors.length;
        y.reshape(factors.length, size)
                .nd()
                .assign(x.reshape(factors.length, size)
                        .nd()
                        .mulColumnVector(Nd4j.createFromArray(factors).reshape(factors.length, 1)));
    }

    static void gatherBias(Tensor table, int[] index, Tensor bias) {
        INDArray pairs = Nd4j.pullRows(table.nd(), ROWS, index, 'c');
        bias.reshape(table.columns(), index.length).nd().assign(pairs.transpose());
    }

    static void gatherBiasBackward(Tensor dbias, int[] index, Tensor dtable) {
        int heads = dtable.columns();
        double[] gradients = values(dbias);
        double[] sums = new double[Math.toIntExact(dtable.length())];
        for (int head = 0; head < heads; head++) {
            for (int pair = 0; pair < index.length; pair++) {
                sums[index[pair] * heads + head] += gradients[head * index.length + pair];
            }
        }
        addTo(dtable, sums);
    }

    private static double[] values(Tensor tensor) {
        return tensor.reshape(tensor.length()).nd().toDoubleVector();
    }

    private static void addTo(Tensor target, double[] addend) {
        target.reshape(target.length()).nd().addi(Nd4jLinear.narrow(Nd4j.createFromArray(addend)));
    }

    static void addScaled(Tensor x, Tensor branch, Tensor scale, Tensor y) {
        INDArray scaled = Nd4jLinear.wide(branch).muliRowVector(Nd4jLinear.wide(scale));
        y.nd().assign(Nd4jLinear.narrow(scaled.addi(Nd4jLinear.wide(x))));
    }

    static void addScaledBackward(Tensor dy, Tensor branch, Tensor scale, Tensor dbranch, Tensor dscale) {
        INDArray gradient = Nd4jLinear.wide(dy);
        dscale.nd().addi(Nd4jLinear.narrow(gradient.mul(Nd4jLinear.wide(branch)).sum(0)));
        dbranch.nd().assign(Nd4jLinear.narrow(gradient.muliRowVector(Nd4jLinear.wide(scale))));
    }
}
