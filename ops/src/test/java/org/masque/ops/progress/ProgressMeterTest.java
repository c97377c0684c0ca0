package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
        assertThat(progress.loss()).isCloseTo(0.7, within(1e-9));
        assertThat(progress.step()).isEqualTo(20);
        assertThat(progress.mapsAgeEpochs()).isEqualTo(0.5);
    }

    @Test
    void theTimeLeftIsToldOnceTwentyStepsTookFiveSeconds() {
        assertThat(leftAfter(19, Duration.ofMillis(500))).isNull();
        assertThat(leftAfter(20, Duration.ofMillis(500)))
                .isEqualTo(Duration.ofSeconds(40)); // 80 steps of half a second
        assertThat(leftAfter(49, Duration.ofMillis(100))).isNull();
        assertThat(leftAfter(50, Duration.ofMillis(100))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theTimeLeftOfSlowStepsIsToldAfterAMinute() {
        assertThat(leftAfter(1, Duration.ofSeconds(59))).isNull();
        assertThat(leftAfter(2, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(98 * 30));
    }

    private static @Nullable Duration leftAfter(int steps, Duration each) {
        ProgressMeter meter = new ProgressMeter(100);
        for (int step = 1; step < steps; step++) {
            meter.stepApplied(new AppliedStep(step, 0.2, 64, 0.7, 0.001, 1, each), StepWaits.NONE, 0);
        }
        return meter.stepApplied(new AppliedStep(steps, 0.2, 64, 0.7, 0.001, 1, each), StepWaits.NONE, 0)
                .left();
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
