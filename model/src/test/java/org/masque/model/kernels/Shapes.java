package org.masque.model.kernels;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Shapes to try a law on: the edges, and random ones. */
final class Shapes {
    private static final int RANDOM_SHAPES = 5;

    private Shapes() {}

    /**
     * Arguments of a test: a seed, then the lengths.
     *
     * @param edges chosen lengths
     * @param most the largest of each random length; the smallest is 1
     */
    static Stream<Arguments> of(int[][] edges, int... most) {
        Stream<int[]> random = IntStream.rangeClosed(1, RANDOM_SHAPES).mapToObj(seed -> {
            SplittableRandom numbers = new SplittableRandom(seed);
            return Arrays.stream(most).map(bound -> 1 + numbers.nextInt(bound)).toArray();
        });
        int[][] all = Stream.concat(Arrays.stream(edges), random).toArray(int[][]::new);
        return IntStream.range(0, all.length).mapToObj(i -> withSeed(i + 1, all[i]));
    }

    private static Arguments withSeed(long seed, int[] lengths) {
        return Arguments.of(
                Stream.concat(Stream.of(seed), Arrays.stream(lengths).boxed()).toArray());
    }
}
