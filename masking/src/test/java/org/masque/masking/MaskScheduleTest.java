package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskScheduleTest {
    private static final MaskStrategy RANDOM = new RandomMasking(.75);
    private static final MaskStrategy ATTENTION = new AttentionMasking(.45, .40);

    @Test
    void thePublishedRunOf400EpochsRefreshesNineTimes() {
        MaskSchedule schedule = new MaskSchedule(RANDOM, ATTENTION, 41, 40, 400);

        assertThat(refreshes(schedule)).containsExactly(41, 81, 121, 161, 201, 241, 281, 321, 361);
        assertThat(schedule.strategy(40)).isSameAs(RANDOM);
        assertThat(schedule.strategy(41)).isSameAs(ATTENTION);
        assertThat(schedule.strategy(399)).isSameAs(ATTENTION);
    }

    @ParameterizedTest(name = "start {0}, interval {1}, {2} epochs")
    @CsvSource({"41,80,400", "0,1,5", "3,7,30", "10,100,50", "0,1000,3", "7,3,8"})
    void noEpochEverDrawsByMapsThatAreMissingOrOlderThanTheInterval(int start, int interval, int epochs) {
        MaskSchedule schedule = new MaskSchedule(RANDOM, ATTENTION, start, interval, epochs);
        int refreshed = Integer.MIN_VALUE / 2;
        for (int epoch = 0; epoch < epochs; epoch++) {
            if (schedule.refreshDueBefore(epoch)) {
                refreshed = epoch;
            }
            if (schedule.usesMaps(epoch)) {
                assertThat(epoch - refreshed).isLessThan(interval);
            }
        }
    }

    @Test
    void nothingIsRefreshedForEpochsThatNeverCome() {
        assertThat(refreshes(new MaskSchedule(RANDOM, ATTENTION, 5, 5, 10))).containsExactly(5);
        assertThat(refreshes(new MaskSchedule(RANDOM, ATTENTION, 10, 5, 10))).isEmpty();
        assertThat(refreshes(new MaskSchedule(RANDOM, ATTENTION, 50, 5, 10))).isEmpty();
    }

    @Test
    void oneStrategyForAllEpochsNeedsNoMaps() {
        MaskSchedule schedule = MaskSchedule.always(RANDOM, 100);

        assertThat(refreshes(schedule)).isEmpty();
        assertThat(schedule.strategy(99)).isSameAs(RANDOM);
    }

    @ParameterizedTest(name = "start {0}, interval {1}, {2} epochs")
    @CsvSource({"-1,1,1", "0,0,1", "0,1,0"})
    void impossibleSchedulesAreRefused(int start, int interval, int epochs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskSchedule(RANDOM, ATTENTION, start, interval, epochs));
    }

    private static List<Integer> refreshes(MaskSchedule schedule) {
        return IntStream.range(0, schedule.epochs() + 100)
                .filter(schedule::refreshDueBefore)
                .boxed()
                .toList();
    }
}
