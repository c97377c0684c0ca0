package org.masque.masking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapTest {
    // Two classes, three patches; the last one is half undecided.
    private static final double[][] AREAS = {{1, 0.25, 0}, {0, 0.75, 0.5}};

    @Test
    void areasThatAreOfAClassAndSaidToBeAreTheIntersection() {
        Overlap overlap = Overlap.of(AREAS, new int[] {9, 0, 1, 1}, 1);

        assertThat(overlap.intersection()).containsExactly(1, 1.25);
        // The ground below the second patch is claimed for the object.
        assertThat(overlap.union()).containsExactly(1.25, 1.5);
        assertThat(overlap.mean()).isCloseTo((1 / 1.25 + 1.25 / 1.5) / 2, within(1e-12));
    }

    @Test
    void imagesCountTogetherAndAsOftenAsTheyAreNamed() {
        Overlap right = Overlap.of(AREAS, new int[] {0, 1, 1}, 0);
        Overlap wrong = Overlap.of(AREAS, new int[] {1, 0, 0}, 0);

        Overlap sum = Overlap.sum(List.of(right, wrong), new int[] {0, 0, 1});

        assertThat(sum.intersection()).containsExactly(2 * 1 + 0.25, 2 * 1.25);
        assertThat(sum.union()).containsExactly(2 * 1.25 + 1 + 0.25 + 0.75 + 0.5, 2 * 1.5 + 1.25 + 1);
    }

    @Test
    void aClassThatNoImageShowsIsLeftOutOfTheMeanThoughItIsSaid() {
        double[][] areas = {{1, 1}, {0, 0}, {0, 0}};

        Overlap overlap = Overlap.of(areas, new int[] {0, 2}, 0);

        assertThat(overlap.classes()).isEqualTo(1);
        assertThat(overlap.mean()).isEqualTo(0.5);
    }
}
