package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;

/** How fresh a page of metrics is. */
class MetricsRouteTest {
    private static final long FRESH_NANOS = MetricsRoute.FRESH_MILLIS * 1_000_000;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter steps = Counter.builder().name("steps").register(registry);
    private long now = Long.MAX_VALUE - FRESH_NANOS / 2;
    private final MetricsRoute route = new MetricsRoute(registry, () -> now);

    private String page(String accept) throws IOException {
        return text(route.answer(request(accept)).toCompletableFuture().join());
    }

    private static ApiRequest request(String accept) {
        HttpRequest http = HttpRequest.GET("/metrics").addHeader(RawHeader.create("Accept", accept));
        return new ApiRequest(http, RequestTarget.parse("/metrics").orElseThrow(), Map.of(), new byte[0], "test");
    }

    private static String text(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().decodeString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverAsksSoonAfterAnotherGetsTheSamePageAndLaterANewOne() throws IOException {
        assertThat(page("text/plain")).contains("steps_total 0.0");
        steps.inc();
        // nanoTime passes its largest value meanwhile.
        now += FRESH_NANOS - 1;
        assertThat(page("text/plain")).contains("steps_total 0.0");

        now += 1;

        assertThat(page("text/plain")).contains("steps_total 1.0");
    }

    @Test
    void anotherFormatIsAnotherPage() throws IOException {
        String text = page("text/plain");

        assertThat(page("application/openmetrics-text; version=1.0.0"))
                .isNotEqualTo(text)
                .endsWith("# EOF\n");
        assertThat(page("text/plain")).isEqualTo(text);
    }

    @Test
    void aFreshPageIsAtHandAndAnOldOneOrNoneIsNot() throws IOException {
        assertThat(route.ready(request("text/plain"))).isEmpty();
        String written = page("text/plain");
        now += FRESH_NANOS - 1;

        assertThat(route.ready(request("text/plain")).map(MetricsRouteTest::text))
                .contains(written);
        assertThat(route.ready(request("application/openmetrics-text; version=1.0.0")))
                .isEmpty();

        now += 1;
        assertThat(route.ready(request("text/plain"))).isEmpty();
    }
}
