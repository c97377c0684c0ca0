package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionMapTest {
    @Test
    void twoHeadsAreStretchedAndAveraged() {
        float[] attention = {.1f, .3f, .2f, .05f, .02f, .02f, .5f, .1f};

        assertThat(AttentionMap.ofHeads(attention, 2))
                .containsExactly(new float[] {.1f, .5f, .8f, .083333f}, within(1e-6f));
    }

    @Test
    void oneHeadIsOnlyStretched() {
        assertThat(AttentionMap.ofHeads(new float[] {.1f, .3f, .2f, .05f}, 1))
                .containsExactly(new float[] {.2f, 1, .6f, 0}, within(1e-6f));
    }

    @Test
    void aConstantHeadIsLeftOut() {
        float[] attention = {.1f, .3f, .2f, .05f, .25f, .25f, .25f, .25f};

        assertThat(AttentionMap.ofHeads(attention, 2))
                .isEqualTo(AttentionMap.ofHeads(new float[] {.1f, .3f, .2f, .05f}, 1));
    }

    @Test
    void constantHeadsOnlyGiveOnes() {
        assertThat(AttentionMap.ofHeads(new float[] {0, 0, 0, .3f, .3f, .3f}, 2))
                .containsExactly(1, 1, 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aMapLiesBetweenZeroAndOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] attention = new float[12 * 196];
        for (int each = 0; each < attention.length; each++) {
            attention[each] = (float) Math.pow(random.nextDouble(), 8);
        }

        assertThat(AttentionMap.ofHeads(attention, 12)).hasSize(196).satisfies(map -> {
            for (float weight : map) {
                assertThat(weight).isBetween(0f, 1f);
            }
        });
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AttentionMap.ofHeads(new float[] {0, Float.NaN}, 1))
                .withMessageContaining("patch 1 is NaN");
    }

    @Test
    void aLengthThatDoesNotFitTheHeadsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> AttentionMap.ofHeads(new float[7], 2));
    }
}
