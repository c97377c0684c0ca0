package org.masque.ops.api;

import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * {@code /metrics}, in the format that the scraper accepts; by Prometheus' own handler.
 *
 * <p>Whoever asks within {@value #FRESH_MILLIS} ms gets the same page: writing one takes some milliseconds of a
 * processor that a worker may want, and a hundred scrapes a second would take a third of it.
 */
final class MetricsRoute implements Route.Handler {
    static final long FRESH_MILLIS = 500;

    private static final long FRESH_NANOS = FRESH_MILLIS * 1_000_000;
    private static final String CONTENT_TYPE = "Content-Type";
    // One for each format and selection that is asked for; what asks for ever other ones gets no use of it.
    private static final int MOST_PAGES = 8;

    /** A page as it was at some time. */
    private record Page(HttpResponse response, long made) {}

    private final PrometheusScrapeHandler handler;
    private final LongSupplier nanoTime;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    MetricsRoute(PrometheusRegistry registry, LongSupplier nanoTime) {
        this.handler = new PrometheusScrapeHandler(registry);
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<HttpResponse> ready(ApiRequest request) {
        return fresh(new Exchange(request).wish()).map(Page::response);
    }

    private Optional<Page> fresh(String wish) {
        return Optional.ofNullable(pages.get(wish)).filter(page -> nanoTime.getAsLong() - page.made() < FRESH_NANOS);
    }

    @Override
    public CompletionStage<HttpResponse> answer(ApiRequest request) throws IOException {
        Exchange exchange = new Exchange(request);
        return CompletableFuture.completedStage(page(exchange).response());
    }

    // One at a time, so that many who ask at once wait for one page.
    private synchronized Page page(Exchange exchange) throws IOException {
        String wish = exchange.wish();
        Optional<Page> known = fresh(wish);
        if (known.isPresent()) {
            return known.get();
        }
        long now = nanoTime.getAsLong();
        handler.handleRequest(exchange);
        Page page = new Page(exchange.response(), now);
        if (pages.size() >= MOST_PAGES) {
            pages.clear();
        }
        pages.put(wish, page);
        return page;
    }

    /** One scrape: the request as the handler wants to see it, and the response as it makes it. */
    private static final class Exchange
            implements PrometheusHttpExchange, PrometheusHttpRequest, PrometheusHttpResponse {
        private final ApiRequest request;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        Exchange(ApiRequest request) {
            this.request = request;
        }

        /** What the page depends on: the format, how it is packed, and which metrics. */
        String wish() {
            return request.header("Accept").orElse("")
                    + '\n'
                    + request.header("Accept-Encoding").orElse("")
                    + '\n'
                    + getQueryString();
        }

        HttpResponse response() {
            String type = headers.getOrDefault(CONTENT_TYPE, "text/plain");
            ContentType parsed = ContentTypes.parse(type);
            HttpResponse response = Replies.bytes(status, parsed, body.toByteArray());
            for (Map.Entry<String, String> header : headers.entrySet()) {
                if (!header.getKey().equals(CONTENT_TYPE)) {
                    response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
                }
            }
            return response;
        }

        @Override
        public PrometheusHttpRequest getRequest() {
            return this;
        }

        @Override
        public PrometheusHttpResponse getResponse() {
            return this;
        }

        @Override
        public void handleException(IOException failure) throws IOException {
            throw failure;
        }

        @Override
        public void handleException(RuntimeException failure) {
            throw failure;
        }

        @Override
        public void close() {
            // Nothing is held.
        }

        @Override
        public String getQueryString() {
            return request.http().getUri().rawQueryString().orElse("");
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return Collections.enumeration(request.header(name).map(List::of).orElse(List.of()));
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getRequestPath() {
            return "/metrics";
        }

        // The server counts the bytes itself.
        @Override
        public void setHeader(String name, String value) {
            if (!name.equalsIgnoreCase("Content-Length")) {
                headers.put(name, value);
            }
        }

        @Override
        public OutputStream sendHeadersAndGetBody(int code, int length) {
            status = code;
            return body;
        }
    }
}
