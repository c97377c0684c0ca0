package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.data.DataException;

class BatchScheduleTest {
    private static final int SAMPLES = 53;
    private static final int BATCH = 5;
    private static final int ACCUMULATION = 2;
    private static final int BATCHES_PER_EPOCH = 10;

    private static BatchSchedule schedule(long seed) {
        return new BatchSchedule(seed, SAMPLES, BATCH, ACCUMULATION);
    }

    private static List<Integer> idsOfBatch(BatchSchedule schedule, long batch) {
        List<Integer> ids = new ArrayList<>();
        for (int id : schedule.idsOfBatch(batch, schedule.order(schedule.epochOfBatch(batch)))) {
            ids.add(id);
        }
        return ids;
    }

    private static List<Integer> idsOfEpoch(BatchSchedule schedule, int epoch) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
            ids.addAll(idsOfBatch(schedule, (long) epoch * BATCHES_PER_EPOCH + i));
        }
        return ids;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 7, -3, Long.MAX_VALUE})
    void anEpochHoldsNoSampleTwiceAndLeavesOutOnlyTheRemainder(long seed) {
        for (int epoch = 0; epoch < 20; epoch++) {
            assertThat(idsOfEpoch(schedule(seed), epoch))
                    .hasSize(SAMPLES / (BATCH * ACCUMULATION) * BATCH * ACCUMULATION)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id >= 0 && id < SAMPLES);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 7, -3, Long.MAX_VALUE})
    void theOrderOfAnEpochHoldsEverySampleOnce(long seed) {
        int[] sorted = schedule(seed).order(3);
        Arrays.sort(sorted);
        for (int id = 0; id < SAMPLES; id++) {
            assertThat(sorted[id]).isEqualTo(id);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 7})
    void theLeftOutSamplesDifferFromEpochToEpochSoThatEverySampleIsSeen(long seed) {
        HashSet<Integer> seen = new HashSet<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            seen.addAll(idsOfEpoch(schedule(seed), epoch));
        }
        assertThat(seen).hasSize(SAMPLES);
    }

    @Test
    void theOrderIsAFunctionOfSeedAndEpochAlone() {
        assertThat(schedule(4).order(2)).isEqualTo(schedule(4).order(2));
        assertThat(schedule(4).order(2)).isNotEqualTo(schedule(4).order(3));
        assertThat(schedule(4).order(2)).isNotEqualTo(schedule(5).order(2));
    }

    @Test
    void aRunThatGoesOnAtAnyBatchFindsTheSameSamples() {
        BatchSchedule whole = schedule(11);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] order = whole.order(epoch);
            for (int i = 0; i < BATCHES_PER_EPOCH; i++) {
                long batch = (long) epoch * BATCHES_PER_EPOCH + i;
                int[] ids = Arrays.copyOfRange(order, i * BATCH, (i + 1) * BATCH);
                assertThat(schedule(11).idsOfBatch(batch, schedule(11).order(epoch)))
                        .isEqualTo(ids);
            }
        }
    }

    @Test
    void batchesAndStepsAreNumberedThroughTheWholeRun() {
        BatchSchedule schedule = schedule(0);
        assertThat(schedule.stepsPerEpoch()).isEqualTo(5);
        assertThat(schedule.epochOfStep(4)).isZero();
        assertThat(schedule.epochOfStep(5)).isEqualTo(1);
        assertThat(schedule.epochOfBatch(9)).isZero();
        assertThat(schedule.epochOfBatch(10)).isEqualTo(1);
        assertThat(schedule.fractionalEpoch(7)).isEqualTo(1.4);
    }

    @Test
    void aSetThatDoesNotFillOneStepIsRejectedWithTheKeyToChange() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new BatchSchedule(0, 9, 5, 2))
                .withMessageContaining("optimizer.batchSize");
        assertThat(new BatchSchedule(0, 10, 5, 2).stepsPerEpoch()).isEqualTo(1);
    }
}
