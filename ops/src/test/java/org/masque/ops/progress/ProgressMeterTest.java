package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.masque.ops.metrics.AppliedStep;

class ProgressMeterTest {
    @Test
    void evenStepsGiveExactRatesSharesAndTimeLeft() {
        ProgressMeter meter = new ProgressMeter(100);
        StepWaits waits = new StepWaits(Duration.ofMillis(50), Duration.ofMillis(25));
        meter.stepApplied(step(19), waits, 0.5);
        ProgressSnapshot progress = meter.stepApplied(step(20), waits, 0.5);

        assertThat(progress.imagesPerSecond()).isCloseTo(128, within(1e-9)); // 64 images in half a second
        assertThat(progress.dataWaitShare()).isCloseTo(0.1, within(1e-9));
        assertThat(progress.maskWaitShare()).isCloseTo(0.05, within(1e-9));
        assertThat(progress.left()).isEqualTo(Duration.ofSeconds(40)); // 80 steps of half a second
        assertThat(progress.loss()).isCloseTo(0.7, within(1e-9));
        assertThat(progress.step()).isEqualTo(20);
        assertThat(progress.mapsAgeEpochs()).isEqualTo(0.5);
    }

    @Test
    void aStepOfNoTimeDividesByNothing() {
        AppliedStep instant = new AppliedStep(1, 0, 64, 0.7, 0, 0, Duration.ZERO);
        ProgressSnapshot progress = new ProgressMeter(1).stepApplied(instant, StepWaits.NONE, Double.NaN);

        assertThat(progress.imagesPerSecond()).isZero();
        assertThat(progress.left()).isZero();
    }

    private static AppliedStep step(long step) {
        return new AppliedStep(step, 0.2, 64, 0.7, 0.001, 1, Duration.ofMillis(500));
    }
}
