package org.masque.ops.metrics;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import org.masque.ops.BuildInfo;

/**
 * All metrics of one run, in a registry of their own.
 *
 * @param registry for the {@code /metrics} endpoint
 * @param training steps, waits, masks, probes
 * @param checkpoints what becomes of them
 * @param process what this process is
 */
public record RunMetrics(
        PrometheusRegistry registry, TrainingMetrics training, CheckpointMetrics checkpoints, ProcessMetrics process) {

    /**
     * Registers everything, the JVM's own metrics included.
     *
     * @param configHash digest of the effective config
     * @param clock for the timestamps
     */
    public static RunMetrics create(BuildInfo build, String configHash, Clock clock) {
        PrometheusRegistry registry = new PrometheusRegistry();
        JvmMetrics.builder().register(registry);
        MetricFactory factory = new MetricFactory(registry);
        return new RunMetrics(
                registry,
                new TrainingMetrics(factory, clock),
                new CheckpointMetrics(factory, clock),
                new ProcessMetrics(registry, build, configHash, clock));
    }
}
