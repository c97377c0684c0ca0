package org.masque.ops.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.function.Function;

/** Registers metrics under the prefix {@code masque_}. */
final class MetricFactory {
    private static final String PREFIX = "masque_";
    // 1 ms to 35 min, since the alert on steps that stopped multiplies a quantile of theirs, and a large network on few
    // cores takes a quarter of an hour; the native histogram beside them is finer.
    private static final double FIRST_BUCKET = 0.001;
    private static final int BUCKETS = 22;

    private final PrometheusRegistry registry;

    MetricFactory(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** A counter; Prometheus adds {@code _total} to its name. */
    Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
    }

    /** A gauge without labels that says NaN until it is first set: 0 would be taken for a measurement. */
    Gauge unknownGauge(String name, String help) {
        Gauge gauge = gauge(name, help);
        gauge.set(Double.NaN);
        return gauge;
    }

    /** Durations in seconds, both as a native histogram and in classic buckets. */
    Histogram durations(String name, String help, String... labels) {
        return Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .classicExponentialUpperBounds(FIRST_BUCKET, 2, BUCKETS)
                .register(registry);
    }

    /** A constant 1 with facts in its labels; Prometheus adds {@code _info} to its name. */
    Info info(String name, String help, String... labels) {
        return Info.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
    }

    /** Makes every series of a counter exist from the start, so that a rate over its first event is right. */
    static <E extends Enum<E>> void beginAtZero(Counter counter, Class<E> values, Function<E, String> label) {
        for (E value : values.getEnumConstants()) {
            counter.initLabelValues(label.apply(value));
        }
    }

    /** Seconds since 1970, as Prometheus wants timestamps. */
    static double timestamp(Clock clock) {
        return clock.millis() / 1000.0;
    }
}
