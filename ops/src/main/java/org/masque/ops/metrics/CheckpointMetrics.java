package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Clock;
import java.time.Duration;

/** What becomes of checkpoints. */
public final class CheckpointMetrics {
    private final Clock clock;
    private final Gauge lastSuccess;
    private final Histogram duration;
    private final Gauge bytes;
    private final Counter failures;
    private final Counter skipped;

    CheckpointMetrics(MetricFactory factory, Clock clock) {
        this.clock = clock;
        lastSuccess = factory.gauge("checkpoint_last_success_timestamp_seconds", "When the last one was complete.");
        duration = factory.durations("checkpoint_duration_seconds", "Time to write one.");
        bytes = factory.gauge("checkpoint_bytes", "Size of the last one.");
        failures = factory.counter("checkpoint_failures", "Those that could not be written.", "stage");
        skipped = factory.counter("checkpoint_skipped", "Those left out since the one before was still being written.");
        MetricFactory.beginAtZero(failures, CheckpointStage.class, CheckpointStage::label);
    }

    /** One is complete and published. */
    public void checkpointWritten(long size, Duration elapsed) {
        bytes.set((double) size);
        duration.observe(TrainingMetrics.seconds(elapsed));
        lastSuccess.set(MetricFactory.timestamp(clock));
    }

    /** One could not be written; those before are intact. */
    public void checkpointFailed(CheckpointStage stage) {
        failures.labelValues(stage.label()).inc();
    }

    /** One was due while another was being written. */
    public void checkpointSkipped() {
        skipped.inc();
    }
}
