package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.actors.StepReport;
import org.masque.masking.StateCounts;

/** Row 15 of the faults: loaders that are too slow. */
class LoaderAdviceTest {
    private final List<String> said = new ArrayList<>();
    private final LoaderAdvice advice = new LoaderAdvice(2, said::add);

    private void steps(int count, double seconds, double waitedForData) {
        for (int i = 0; i < count; i++) {
            StepReport.Times times = new StepReport.Times(nanos(seconds), nanos(waitedForData), 0, 0, 0, 0, 0);
            advice.stepApplied(new StepReport(1, 2, 0, 1, 1, 1, 1, new StateCounts(1, 1, 0), -1, 0, times));
        }
    }

    private static long nanos(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000)).toNanos();
    }

    @Test
    void aRunThatMostlyWaitsIsToldWhichKnobToTurn() {
        steps(40, 1, 0.8);

        assertThat(said).hasSize(1);
        assertThat(said.get(0)).contains("loader-bound").contains("80%").contains("data.loaders (now 2)");
    }

    @Test
    void itIsSaidAgainOnlyAfterTenMinutes() {
        steps(500, 1, 0.9);
        assertThat(said).hasSize(1);
        steps(200, 1, 0.9);
        assertThat(said).hasSize(2);
    }

    @Test
    void oneSlowStepOrAFewWaitsAreNothing() {
        steps(1, 20, 20);
        steps(60, 1, 0.3);

        assertThat(said).isEmpty();
    }
}
