package org.masque.ops.daemon;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.masque.ops.BuildInfo;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;

/**
 * The daemon's own metrics. Runs are counted by how they stand and never named: names would be without bound, and each
 * run's process has metrics of its own.
 */
final class DaemonMetrics {
    /** Why a process was started again. */
    enum RestartReason {
        /** It ended by itself and asked for it. */
        EXIT_CODE,
        /** Somebody or something killed it. */
        KILLED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Gauge runs = Gauge.builder()
            .name("masque_daemon_runs")
            .help("Runs that stand like this.")
            .labelNames("status")
            .register(registry);
    private final Counter restarts = Counter.builder()
            .name("masque_daemon_run_restarts")
            .help("Processes of runs that were started again.")
            .labelNames("reason")
            .register(registry);
    private final Gauge slots = Gauge.builder()
            .name("masque_daemon_slots")
            .help("Runs that may go on at once.")
            .register(registry);

    DaemonMetrics(BuildInfo build, int slotCount) {
        JvmMetrics.builder().register(registry);
        Info.builder()
                .name("masque_build")
                .help("Which build this is.")
                .labelNames("version", "commit")
                .register(registry)
                .setLabelValues(build.version(), build.commit());
        slots.set(slotCount);
        for (RestartReason reason : RestartReason.values()) {
            restarts.initLabelValues(reason.label());
        }
        count(List.of());
    }

    PrometheusRegistry registry() {
        return registry;
    }

    void restarted(RestartReason reason) {
        restarts.labelValues(reason.label()).inc();
    }

    void count(List<KnownRun> known) {
        Map<RunStatus, Integer> counts = new EnumMap<>(RunStatus.class);
        known.forEach(run -> counts.merge(run.status(), 1, Integer::sum));
        // Only those of other nodes can be unreachable.
        for (RunStatus status : EnumSet.complementOf(EnumSet.of(RunStatus.UNREACHABLE))) {
            runs.labelValues(status.label()).set(counts.getOrDefault(status, 0));
        }
    }
}
