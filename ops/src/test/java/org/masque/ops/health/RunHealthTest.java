package org.masque.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunHealthTest {
    private final AtomicLong seconds = new AtomicLong();
    private final RunHealth health = new RunHealth(heartbeat(30), heartbeat(600));

    @ParameterizedTest
    @CsvSource({
        "STARTING, STARTING",
        "TRAINING, READY",
        "PAUSED, PAUSED",
        "STOPPING, STOPPING",
        "STOPPED, ENDED",
        "FAILED, ENDED"
    })
    void onlyTrainingIsReady(RunState state, Readiness readiness) {
        health.moveTo(state);

        assertThat(health.readiness()).isEqualTo(readiness);
    }

    @Test
    void trainingWithoutAStepIsNotReadyUntilTheNextStep() {
        health.moveTo(RunState.TRAINING);
        seconds.addAndGet(601);
        assertThat(health.readiness()).isEqualTo(Readiness.NO_PROGRESS);

        health.progress().beat();
        assertThat(health.readiness()).isEqualTo(Readiness.READY);
    }

    @Test
    void lifeDependsOnTheActorsOnlyAndNotOnSteps() {
        health.moveTo(RunState.TRAINING);
        seconds.addAndGet(601);
        health.actors().beat();
        assertThat(health.isAlive()).isTrue();

        seconds.addAndGet(31);
        health.progress().beat();
        assertThat(health.isAlive()).isFalse();
    }

    @Test
    void aLongStartIsNoDeath() {
        seconds.addAndGet(10_000);
        assertThat(health.isAlive()).isTrue();

        health.actors().beat();
        health.moveTo(RunState.TRAINING);
        assertThat(health.isAlive()).isTrue();
        seconds.addAndGet(31);
        assertThat(health.isAlive()).isFalse();
    }

    @Test
    void whatARunDiedOfIsNamedAfterItsEndToo() {
        health.moveTo(RunState.FAILED);
        assertThat(health.readiness()).isEqualTo(Readiness.ENDED);
        health.dataFailed();
        assertThat(health.readiness()).isEqualTo(Readiness.DATA_FAILED);

        health.moveTo(RunState.STOPPED);
        assertThat(health.readiness()).isEqualTo(Readiness.ENDED);
    }

    @Test
    void aFailedDeviceOrFailedDataIsNamed() {
        health.moveTo(RunState.TRAINING);
        health.dataFailed();
        assertThat(health.readiness()).isEqualTo(Readiness.DATA_FAILED);

        health.deviceFailed();
        assertThat(health.readiness()).isEqualTo(Readiness.DEVICE_FAILED);
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void enteringAStateCountsAsProgress(RunState state) {
        seconds.addAndGet(10_000);
        health.moveTo(state);

        assertThat(health.progress().silence()).isZero();
    }

    private Heartbeat heartbeat(long boundSeconds) {
        return new Heartbeat(Duration.ofSeconds(boundSeconds), () -> seconds.get() * 1_000_000_000);
    }
}
