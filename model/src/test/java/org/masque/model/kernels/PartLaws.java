package org.masque.model.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.masque.model.kernels.Closeness.assertClose;
import static org.masque.model.kernels.Closeness.sum;
import static org.masque.model.kernels.FiniteDifferences.gradient;
import static org.masque.model.kernels.LawTensors.doubles;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.model.tensor.Tensor;

/** What holds for the maps of parts and for what they are punished for. */
interface PartLaws {
    Kernels kernels();

    static Stream<Arguments> shapes() {
        return Stream.of(Arguments.of(1L, 1, 2, 2, 3), Arguments.of(2L, 2, 9, 3, 17), Arguments.of(3L, 3, 16, 6, 32));
    }

    /** Numbers from 0 to 1 that are all different. */
    static Tensor positive(LawTensors tensors, int rows, int columns) {
        Tensor values = tensors.state(rows, columns);
        for (long i = 0; i < values.length(); i++) {
            float value = Math.abs(values.get(i));
            values.set(i, value / (1 + value));
        }
        return values;
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches, {3} parts, {4} wide")
    @MethodSource("org.masque.model.kernels.PartLaws#shapes")
    default void theMapsOfPartsAreASoftmaxOverThePartsOfEachPatch(
            long seed, int images, int patches, int parts, int width) {
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor partTokens = tensors.input(images, parts * width);
            Tensor tokens = tensors.input(images * (patches + 1), width);
            Tensor maps = tensors.output(images * patches, parts);
            kernels().partMaps(partTokens, tokens, maps);
            NaiveParts naive = new NaiveParts(images, patches, parts);
            assertClose("maps", maps, naive.maps(doubles(partTokens), doubles(tokens)));

            Tensor dmaps = tensors.state(images * patches, parts);
            double[] expected = gradient(v -> naive.maps(v, doubles(tokens)), doubles(partTokens), doubles(dmaps));
            Tensor dparts = tensors.output(images, parts * width);
            kernels().partMapsBackward(dmaps, tokens, maps, dparts);
            assertClose("dparts", dparts, expected);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches, {3} parts")
    @MethodSource("org.masque.model.kernels.PartLaws#shapes")
    default void overlapIsTheMeanCosineOfTheMapsOfAnImage(long seed, int images, int patches, int parts, int width) {
        float scale = 0.7f;
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor maps = positive(tensors, images * patches, parts);
            Tensor dmaps = tensors.state(images * patches, parts);
            NaiveParts naive = new NaiveParts(images, patches, parts);
            double[] one = {scale};
            double[] expected = sum(doubles(dmaps), gradient(v -> new double[] {naive.overlap(v)}, doubles(maps), one));
            double loss = kernels().mapOverlap(maps, images, scale, dmaps);
            assertThat(loss).isCloseTo(naive.overlap(doubles(maps)), within(1e-6));
            assertClose("dmaps", dmaps, expected);
        }
    }

    @ParameterizedTest(name = "seed {0}, {1} images, {2} patches, {3} parts")
    @MethodSource("org.masque.model.kernels.PartLaws#shapes")
    default void absenceLooksAtTheLargestNumbersOfEachMap(long seed, int images, int patches, int parts, int width) {
        float scale = 0.7f;
        int own = Math.max(1, patches / 3);
        try (LawTensors tensors = LawTensors.seeded(seed)) {
            Tensor maps = positive(tensors, images * patches, parts);
            Tensor dmaps = tensors.state(images * patches, parts);
            NaiveParts naive = new NaiveParts(images, patches, parts);
            double[] one = {scale};
            double[] expected =
                    sum(doubles(dmaps), gradient(v -> new double[] {naive.absence(v, own)}, doubles(maps), one));
            double loss = kernels().mapAbsence(maps, images, own, scale, dmaps);
            assertThat(loss).isCloseTo(naive.absence(doubles(maps), own), within(1e-6));
            assertClose("dmaps", dmaps, expected);
        }
    }

    @Test
    default void mapsThatShareNoPatchDoNotOverlapAndEqualOnesDoWholly() {
        try (LawTensors tensors = LawTensors.seeded(1)) {
            Tensor apart = tensors.state(2, 2);
            apart.copyFrom(new float[] {1, 0, 0, 1});
            Tensor gradient = tensors.state(2, 2);
            assertThat(kernels().mapOverlap(apart, 1, 1, gradient)).isCloseTo(0, within(1e-9));
            assertThat(kernels().mapAbsence(apart, 1, 1, 1, gradient)).isCloseTo(0, within(1e-9));
            apart.copyFrom(new float[] {0.5f, 0.5f, 0.5f, 0.5f});
            assertThat(kernels().mapOverlap(apart, 1, 1, gradient)).isCloseTo(1, within(1e-6));
            assertThat(kernels().mapAbsence(apart, 1, 1, 1, gradient)).isCloseTo(0.5, within(1e-9));
        }
    }
}
