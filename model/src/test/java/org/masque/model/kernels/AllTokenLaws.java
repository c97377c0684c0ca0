package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.Tensor;

/** What holds for the kernels of an encoder that sees masked patches too. */
interface AllTokenLaws {
    Kernels kernels();

    @ParameterizedTest(name = "seed {0}, {1} images, {2} visible, {3} masked, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void mergedTokensFollowTheOrderOfThePatches(long seed, int images, int visible, int masked, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            NaiveMerge merge = NaiveMerge.random(tensors, images, visible, masked);
            Tensor embedded = tensors.input(images * visible, width);
            Tensor tokens = tensors.input(2, width);
            Tensor positions = tensors.input(merge.patches() + 1, width);
            Tensor y = tensors.output(images * (1 + visible + masked), width);
            Tensor classToken = tokens.slice(0, width);
            Tensor maskToken = tokens.slice(width, width);
            TokenSequence sequence = merge.sequence();
            double[] expected =
                    merge.forward(doubles(embedded), doubles(classToken), doubles(maskToken), doubles(positions));

            kernels().mergedTokens(embedded, classToken, maskToken, positions, sequence, y);
            assertClose("y", y, expected);

            double[] zeros = new double[(merge.patches() + 1) * width];
            kernels().mergedTokens(embedded, classToken, maskToken, null, sequence, y);
            assertClose(
                    "y without positions",
                    y,
                    merge.forward(doubles(embedded), doubles(classToken), doubles(maskToken), zeros));
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} visible, {3} masked, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void theGradientsOfMergedTokensFollowTheTokens(long seed, int images, int visible, int masked, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            NaiveMerge merge = NaiveMerge.random(tensors, images, visible, masked);
            double[] embedded = new double[images * visible * width];
            double[] token = new double[width];
            double[] positions = new double[(merge.patches() + 1) * width];
            Tensor dy = tensors.input(images * (1 + visible + masked), width);
            Tensor dembedded = tensors.output(images * visible, width);
            Tensor dclass = tensors.state(width);
            Tensor dmask = tensors.state(width);
            Tensor dpositions = tensors.state(merge.patches() + 1, width);
            double[] dyValues = doubles(dy);
            double[] expected = gradient(v -> merge.forward(v, token, token, positions), embedded, dyValues);
            double[] expectedClass =
                    sum(doubles(dclass), gradient(v -> merge.forward(embedded, v, token, positions), token, dyValues));
            double[] expectedMask =
                    sum(doubles(dmask), gradient(v -> merge.forward(embedded, token, v, positions), token, dyValues));
            double[] expectedPositions = sum(
                    doubles(dpositions), gradient(v -> merge.forward(embedded, token, token, v), positions, dyValues));

            kernels().mergedTokensBackward(dy, merge.sequence(), dembedded, dclass, dmask, dpositions);
            assertClose("dembedded", dembedded, expected);
            assertClose("dclassToken", dclass, expectedClass);
            assertClose("dmaskToken", dmask, expectedMask);
            assertClose("dpositions", dpositions, expectedPositions);

            kernels().mergedTokensBackward(dy, merge.sequence(), dembedded, dclass, dmask, null);
            assertClose("dembedded without positions", dembedded, expected);
        }
    }

    @Test
    default void withoutMaskedPatchesAllTokensAreEmbeddedOnes() {
        try (LawTensors tensors = LawTensors.seeded(5)) {
            TokenSequence sequence = TokenSequence.merged(2, new int[] {0, 1, 2, 0, 1, 2}, new int[0]);
            Tensor embedded = tensors.input(6, 3);
            Tensor y = tensors.output(8, 3);
            kernels().mergedTokens(embedded, tensors.input(3), tensors.input(3), null, sequence, y);
            assertThat(y.slice(3, 9).toArray()).isEqualTo(embedded.slice(0, 9).toArray());
            Tensor dmask = tensors.input(3);
            kernels().mergedTokensBackward(y, sequence, tensors.output(6, 3), tensors.state(3), dmask, null);
            assertThat(sequence.maskedRows()).isEmpty();
        }
    }

    @Test
    default void patchesThatAreNotAscendingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenSequence.merged(1, new int[] {2, 1}, new int[] {0}))
                .withMessageContaining("ascending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenSequence.merged(1, new int[] {0, 1}, new int[] {1}))
                .withMessageContaining("listed once");
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} of {2} + {3} tokens, {4} wide")
    @MethodSource("org.masque.model.kernels.TokenLaws#decoderShapes")
    default void selectedRowsAreCopiedAndTheirGradientIsPutBackAmongZeros(
            long seed, int images, int count, int others, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            int all = images * (count + others);
            int[] rows = tensors.patches(1, images * count, all);
            Tensor x = tensors.input(all, width);
            Tensor dy = tensors.input(rows.length, width);
            Tensor y = tensors.output(rows.length, width);
            Tensor dx = tensors.output(all, width);
            kernels().selectRows(x, rows, y);
            kernels().selectRowsBackward(dy, rows, dx);
            double[] expected = NaiveKernels.rows(doubles(x), width, rows.length, i -> rows[i]);
            assertClose("y", y, expected);
            double[] back = new double[all * width];
            for (int i = 0; i < rows.length * width; i++) {
                back[rows[i / width] * width + i % width] = dy.get(i);
            }
            assertClose("dx", dx, back);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} tokens, {3} heads of {4}")
    @MethodSource("org.masque.model.kernels.AttentionLaws#shapes")
    default void theBiasOfEachPairComesFromTheTableAndItsGradientGoesBackThere(
            long seed, int entries, int tokens, int heads, int depth) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            int[] index = new int[tokens * tokens];
            Arrays.setAll(index, pair -> pair * 7 % entries);
            Tensor table = tensors.input(entries, heads);
            Tensor bias = tensors.output(heads, tokens, tokens);
            kernels().gatherBias(table, index, bias);
            double[] expected = NaiveMerge.bias(doubles(table), index, heads);
            assertClose("bias", bias, expected);

            Tensor dbias = tensors.input(heads, tokens, tokens);
            Tensor dtable = tensors.state(entries, heads);
            double[] expectedGradient = sum(
                    doubles(dtable), gradient(v -> NaiveMerge.bias(v, index, heads), doubles(table), doubles(dbias)));
            kernels().gatherBiasBackward(dbias, index, dtable);
            assertClose("dtable", dtable, expectedGradient);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void addScaledScalesTheBranchColumnByColumn(long seed, int rows, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor x = tensors.input(rows, width);
            Tensor branch = tensors.input(rows, width);
            Tensor scale = tensors.input(width);
            Tensor y = tensors.output(rows, width);
            kernels().addScaled(x, branch, scale, y);
            assertClose("y", y, sum(doubles(x), NaiveMerge.scaled(doubles(branch), doubles(scale))));

            Tensor dy = tensors.input(rows, width);
            Tensor dbranch = tensors.output(rows, width);
            Tensor dscale = tensors.state(width);
            double[] expected = gradient(v -> NaiveMerge.scaled(v, doubles(scale)), doubles(branch), doubles(dy));
            double[] expectedScale = sum(
                    doubles(dscale), gradient(v -> NaiveMerge.scaled(doubles(branch), v), doubles(scale), doubles(dy)));
            kernels().addScaledBackward(dy, branch, scale, dbranch, dscale);
            assertClose("dbranch", dbranch, expected);
            assertClose("dscale", dscale, expectedScale);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} rows, {2} columns")
    @MethodSource("org.masque.model.kernels.NormalizationLaws#shapes")
    default void absoluteErrorSumsTheMeansOfRowsAndItsGradientIsASign(long seed, int rows, int pixels) {
        float scale = 0.37f;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor predicted = tensors.state(rows, pixels);
            Tensor targets = tensors.input(rows, pixels);
            predicted.set(predicted.length() / 2, targets.get(predicted.length() / 2));
            Tensor gradient = tensors.output(rows, pixels);
            double expected = 0;
            double[] signs = new double[rows * pixels];
            for (int i = 0; i < signs.length; i++) {
                double difference = (double) predicted.get(i) - targets.get(i);
                expected += Math.abs(difference) / pixels;
                signs[i] = Math.signum(difference) * scale / pixels;
            }
            assertThat(kernels().absoluteError(predicted, targets, scale, gradient))
                    .isCloseTo(expected, within(1e-5 * expected));
            assertClose("dpredicted", gradient, signs);
            kernels().absoluteError(predicted, targets, scale, predicted);
            assertClose("dpredicted over predicted", predicted, signs);
        }
    }
}
