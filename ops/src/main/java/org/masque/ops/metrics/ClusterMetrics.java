package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.masque.actors.cluster.MemberState;
import org.masque.actors.wire.RejectionReason;

/** Who is in the cluster, and what came from the network that was no message. */
public final class ClusterMetrics {
    private final PrometheusRegistry registry;
    private final Counter rejected;

    /** Registers what does not need the cluster to be there. */
    public ClusterMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        rejected = new MetricFactory(registry)
                .counter("wire_rejected", "Messages from the network that were refused.", "reason");
        MetricFactory.beginAtZero(rejected, RejectionReason.class, RejectionReason::label);
    }

    /** Bytes that were no message. */
    public void messageRejected(RejectionReason reason) {
        rejected.labelValues(reason.label()).inc();
    }

    /**
     * Exports who is there, asked at each scrape.
     *
     * @param others how the other nodes stand; this node is counted as up
     * @param generation of this node
     */
    public void watch(Supplier<List<MemberState>> others, LongSupplier generation) {
        GaugeWithCallback.builder()
                .name("masque_cluster_members")
                .help("Nodes of the cluster as this one sees them, itself among them.")
                .labelNames("status")
                .callback(gauge -> {
                    List<MemberState> states = others.get();
                    for (MemberState state : MemberState.values()) {
                        long count = states.stream().filter(state::equals).count();
                        gauge.call(count + (state == MemberState.UP ? 1.0 : 0.0), state.label());
                    }
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("masque_generation")
                .help("How often this node has begun to take part in the cluster.")
                .callback(gauge -> gauge.call((double) generation.getAsLong()))
                .register(registry);
    }
}
