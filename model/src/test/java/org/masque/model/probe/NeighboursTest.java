package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeighboursTest {
    @Test
    void theLargestComeFirstAndEqualsByIndex() {
        assertThat(selected(4, new float[] {2, 7, 3, 7, 3, 1, 3})).containsExactly(1, 3, 2, 4);
    }

    @Test
    void aSecondRowReplacesTheFirst() {
        Neighbours neighbours = new Neighbours(2);
        neighbours.select(new float[] {9, 8, 7});
        neighbours.select(new float[] {1, 2, 3});
        assertThat(neighbours.index(0)).isEqualTo(2);
        assertThat(neighbours.index(1)).isEqualTo(1);
        assertThat(neighbours.similarity(1)).isEqualTo(2);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    // Few values, so that the last place is nearly always disputed by equals.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSelectionIsTheHeadOfTheSortedRow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] row = new float[1 + random.nextInt(300)];
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextInt(4);
        }
        int k = 1 + random.nextInt(row.length);
        int[] sorted = IntStream.range(0, row.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -row[i]).thenComparing(i -> i))
                .limit(k)
                .mapToInt(i -> i)
                .toArray();
        assertThat(selected(k, row)).containsExactly(sorted);
    }

    private static int[] selected(int k, float[] row) {
        Neighbours neighbours = new Neighbours(k);
        neighbours.select(row);
        return IntStream.range(0, neighbours.count()).map(neighbours::index).toArray();
    }
}
