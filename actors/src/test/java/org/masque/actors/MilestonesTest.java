package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.masque.actors.Milestones.Rhythm;

class MilestonesTest {
    private static final int STEPS_PER_EPOCH = 4;

    private static long[] dueSteps(Rhythm rhythm) {
        return LongStream.rangeClosed(1, 16)
                .filter(step -> rhythm.due(step, STEPS_PER_EPOCH, 0))
                .toArray();
    }

    @Test
    void stepsAreCountedFromTheStartOfTheRun() {
        assertThat(dueSteps(new Rhythm(5, 0, 0))).containsExactly(5, 10, 15);
    }

    @Test
    void epochsAreCountedAtTheirEnds() {
        assertThat(dueSteps(new Rhythm(0, 1, 0))).containsExactly(4, 8, 12, 16);
        assertThat(dueSteps(new Rhythm(0, 3, 0))).containsExactly(12);
    }

    @Test
    void whicheverRuleComesFirstCounts() {
        assertThat(dueSteps(new Rhythm(6, 2, 0))).containsExactly(6, 8, 12, 16);
    }

    @Test
    void minutesAreCountedSinceTheLastTime() {
        Rhythm rhythm = new Rhythm(0, 0, 1.5);
        assertThat(rhythm.due(1, STEPS_PER_EPOCH, TimeUnit.SECONDS.toNanos(90) - 1))
                .isFalse();
        assertThat(rhythm.due(1, STEPS_PER_EPOCH, TimeUnit.SECONDS.toNanos(90))).isTrue();
    }

    @Test
    void neverIsNever() {
        assertThat(dueSteps(Rhythm.NEVER)).isEmpty();
        assertThat(Rhythm.NEVER.due(4, STEPS_PER_EPOCH, Long.MAX_VALUE)).isFalse();
    }
}
