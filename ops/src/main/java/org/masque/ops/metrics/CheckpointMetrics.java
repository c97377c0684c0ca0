package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.masque.model.checkpoint.SaveStage;

/** What becomes of checkpoints. */
public final class CheckpointMetrics {
    private final Clock clock;
    private final Gauge lastSuccess;
    private final Histogram duration;
    private final Gauge bytes;
    private final Counter failures;
    private final Counter corrupt;
    private final Counter skipped;

    CheckpointMetrics(MetricFactory factory, Clock clock) {
        this.clock = clock;
        lastSuccess =
                factory.unknownGauge("checkpoint_last_success_timestamp_seconds", "When the last one was complete.");
        duration = factory.durations("checkpoint_duration_seconds", "Time to write one.");
        bytes = factory.unknownGauge("checkpoint_bytes", "Size of the last one.");
        failures = factory.counter(
                "checkpoint_failures", "Those that could not be written, by the last stage reached.", "stage");
        corrupt = factory.counter("checkpoint_corrupt", "Those found at the start that did not verify.");
        skipped = factory.counter("checkpoint_skipped", "Those left out since the one before was still being written.");
        MetricFactory.beginAtZero(failures, SaveStage.class, SaveStage::label);
    }

    /** One is complete and published. */
    public void checkpointWritten(long size, Duration elapsed) {
        bytes.set((double) size);
        duration.observe(TrainingMetrics.seconds(elapsed));
        lastSuccess.set(MetricFactory.timestamp(clock));
    }

    /** A run goes on from one that was written then; so many newer ones did not verify. */
    public void checkpointFound(Instant written, long corruptOnes) {
        lastSuccess.set(written.toEpochMilli() / 1000.0);
        corrupt.inc(corruptOnes);
    }

    /** One could not be written after the last stage that it reached; those before are intact. */
    public void checkpointFailed(SaveStage reached) {
        failures.labelValues(reached.label()).inc();
    }

    /** One was due while another was being written. */
    public void checkpointSkipped() {
        skipped.inc();
    }
}
