package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.masque.model.data.SkipTally;
import org.masque.ops.BuildInfo;
import org.masque.ops.health.Heartbeat;
import org.masque.ops.health.Readiness;
import org.masque.ops.health.RunHealth;
import org.masque.ops.metrics.RunMetrics;

class MetricsObserverTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final AtomicLong nanos = new AtomicLong();
    private final Heartbeat progress = new Heartbeat(Duration.ofMinutes(10), nanos::get);
    private final RunHealth health = new RunHealth(new Heartbeat(Duration.ofSeconds(30)), progress);
    private final Observers observers = new Observers(List.of(new MetricsObserver(
            RunMetrics.create(BuildInfo.load(), "f00d", Clock.systemUTC()), health, new SkipTally())));

    @Test
    void aStepOfManyBatchesIsReadyWhileTheyCome() {
        observers.runStarted(0, 10, 10);
        for (int batch = 0; batch < 8; batch++) {
            nanos.addAndGet(4 * MINUTE);
            observers.batchComputed();

            assertThat(health.readiness()).as("batch %d", batch).isEqualTo(Readiness.READY);
        }

        nanos.addAndGet(11 * MINUTE);

        assertThat(health.readiness()).isEqualTo(Readiness.NO_PROGRESS);
    }

    @Test
    void aBatchThatTakesLongIsReadyWhileItsMicroBatchesCome() {
        observers.runStarted(0, 10, 10);
        for (int microBatch = 0; microBatch < 8; microBatch++) {
            nanos.addAndGet(4 * MINUTE);
            observers.microBatchComputed();

            assertThat(health.readiness()).as("micro-batch %d", microBatch).isEqualTo(Readiness.READY);
        }
    }

    @Test
    void stepsThatArePassedOverAreProgress() {
        observers.runStarted(0, 10, 10);
        nanos.addAndGet(9 * MINUTE);
        observers.stepPassedOver(3);
        nanos.addAndGet(9 * MINUTE);

        assertThat(health.readiness()).isEqualTo(Readiness.READY);
    }
}
