package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.masque.actors.RunActor;
import org.masque.actors.SupervisedActor;
import org.masque.model.tensor.TensorLedger;
import org.masque.ops.BuildInfo;
import org.masque.ops.health.RunState;

/** What this process is, and how it fares. */
public final class ProcessMetrics {
    private final PrometheusRegistry registry;
    private final Clock clock;
    private final Counter actorRestarts;
    private final Gauge runState;
    private final Gauge generation;

    ProcessMetrics(PrometheusRegistry registry, BuildInfo build, String configHash, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        MetricFactory factory = new MetricFactory(registry);
        actorRestarts = factory.counter("actor_restarts", "Restarts under supervision.", "actor");
        generation = factory.unknownGauge("generation", "How often the run was begun, this time included.");
        runState = factory.gauge("run_state", "1 for what the run is doing, 0 for the rest.", "state");
        factory.info("build", "Which build this is.", "version", "commit")
                .setLabelValues(build.version(), build.commit());
        factory.info("config", "Which effective config is in use.", "hash").setLabelValues(configHash);
        GaugeWithCallback.builder()
                .name("masque_native_memory_bytes")
                .help("Memory outside the heap that tensors hold.")
                .callback(gauge -> gauge.call((double) TensorLedger.bytes()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("masque_native_memory_limit_bytes")
                .help("The most that they may hold, 0 for no limit.")
                .callback(gauge -> gauge.call((double) TensorLedger.limit()))
                .register(registry);
        MetricFactory.beginAtZero(actorRestarts, SupervisedActor.class, SupervisedActor::label);
        runStateChanged(RunState.STARTING);
    }

    /** An actor crashed and was restarted. */
    public void actorRestarted(SupervisedActor actor) {
        actorRestarts.labelValues(actor.label()).inc();
    }

    /** Exports how many lines of the run's log were dropped. */
    public void watchDroppedLogLines(LongSupplier dropped) {
        CounterWithCallback.builder()
                .name("masque_log_lines_dropped")
                .help("Lines of log.jsonl that the disk did not take.")
                .callback(counter -> counter.call((double) dropped.getAsLong()))
                .register(registry);
    }

    /** Exports how many owned messages reached nobody and were freed. */
    public void watchReclaimedMessages(LongSupplier reclaimed) {
        CounterWithCallback.builder()
                .name("masque_messages_reclaimed")
                .help("Messages with tensors that reached nobody and were freed.")
                .callback(counter -> counter.call((double) reclaimed.getAsLong()))
                .register(registry);
    }

    /** Exports how often the run was begun, this time included. */
    public void generationBegan(long number) {
        generation.set((double) number);
    }

    /** Exports when the run last showed that it goes on, between two steps as well. */
    public void watchProgress(Supplier<Duration> silence) {
        GaugeWithCallback.builder()
                .name("masque_last_progress_timestamp_seconds")
                .help("When a micro-batch, or a piece of work that steps wait for, was last done.")
                .callback(gauge -> gauge.call(
                        MetricFactory.timestamp(clock) - silence.get().toMillis() / 1000.0))
                .register(registry);
    }

    /** Exports how many messages wait for the actors of each kind. */
    public void watchMailboxes(ToIntFunction<RunActor> waiting) {
        GaugeWithCallback.builder()
                .name("masque_actor_mailbox_depth")
                .help("Messages that wait for an actor, those for actors of one kind together.")
                .labelNames("actor")
                .callback(gauge -> {
                    for (RunActor actor : RunActor.values()) {
                        gauge.call((double) waiting.applyAsInt(actor), actor.label());
                    }
                })
                .register(registry);
    }

    /** The run is doing something else now. */
    public void runStateChanged(RunState now) {
        for (RunState state : RunState.values()) {
            runState.labelValues(state.label()).set(state == now ? 1 : 0);
        }
    }
}
