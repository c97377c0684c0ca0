package org.masque.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.actors.Milestones.Best;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunPlan.RefreshMode;
import org.masque.masking.AttentionMasking;
import org.masque.masking.MaskSchedule;
import org.masque.masking.RandomMasking;
import org.masque.model.optim.LearningRateSchedule;

/** Maps are used from epoch 2 of 8 on, and are to be made anew for epochs 2, 4 and 6. */
class RunPlanTest {
    private static RunPlan plan(RefreshMode mode, int maxAgeEpochs) {
        return new RunPlan(
                new BatchSchedule(1, 10, 5, 1),
                16,
                new LearningRateSchedule(1e-3, 0, 0, 8, LearningRateSchedule.Shape.CONSTANT),
                new RunPlan.Optimizer(0.9, 0.95, 1e-8, 0),
                new MaskSchedule(new RandomMasking(0.75), new AttentionMasking(0.45, 0.4), 2, 2, 8),
                new RunPlan.Refresh(mode, maxAgeEpochs),
                new Milestones(Rhythm.NEVER, Rhythm.NEVER, Rhythm.NEVER, Best.LEFT),
                Set.of(),
                new RunPlan.Limits(5, 3, new RecoveryPolicy(5, 4, 50, 1, 1, 2)));
    }

    @ParameterizedTest(name = "epoch {0} with maps of epoch {1}: {2}")
    @CsvSource({
        "0, -1, false",
        "1, -1, false",
        "2, -1, true",
        "2, 2, false",
        "3, 2, false",
        "3, -1, true",
        "4, 2, true",
        "4, 4, false",
        "5, 4, false",
        "6, 4, true",
        "7, 6, false"
    })
    void aBarrierHoldsEveryEpochWhoseMapsAreDueUntilTheyAreMade(int epoch, int mapsEpoch, boolean waits) {
        assertThat(plan(RefreshMode.BARRIER, 4).mustWaitForMaps(epoch, mapsEpoch))
                .isEqualTo(waits);
    }

    @ParameterizedTest(name = "epoch {0} with maps of epoch {1}: {2}")
    @CsvSource({"1, -1, false", "2, -1, false", "2, 1, false", "4, 1, false", "5, 1, false", "6, 1, true", "6, 2, false"
    })
    void besideTrainingOnlyMapsThatAreTooOldHoldAnEpoch(int epoch, int mapsEpoch, boolean waits) {
        assertThat(plan(RefreshMode.CONCURRENT, 4).mustWaitForMaps(epoch, mapsEpoch))
                .isEqualTo(waits);
    }

    @ParameterizedTest(name = "epoch {0} with maps of epoch {1}: {2}")
    @CsvSource({"0, -1, false", "1, -1, true", "2, -1, true", "2, 1, false", "3, 1, true", "4, 3, false", "7, 5, false"
    })
    void besideTrainingMapsAreMadeAnEpochAhead(int epoch, int mapsEpoch, boolean due) {
        assertThat(plan(RefreshMode.CONCURRENT, 4).refreshDueDuring(epoch, mapsEpoch))
                .isEqualTo(due);
        assertThat(plan(RefreshMode.BARRIER, 4).refreshDueDuring(epoch, mapsEpoch))
                .isFalse();
    }

    @ParameterizedTest(name = "epoch {0}: up to {1} at a barrier")
    @CsvSource({"0, 1", "1, 1", "2, 3", "3, 3", "4, 5", "5, 5", "6, 7", "7, 8"})
    void noMaskIsPlannedBeyondABarrier(int epoch, int last) {
        assertThat(plan(RefreshMode.BARRIER, 4).plannableUpTo(epoch)).isEqualTo(last);
        assertThat(plan(RefreshMode.CONCURRENT, 4).plannableUpTo(epoch)).isEqualTo(epoch + 1);
    }
}
