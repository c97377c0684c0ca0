package org.masque.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.masque.ops.bench.ServingBenchmark.Rates;

/** The benchmark against a server whose steps take as long as the test says. */
class ServingBenchmarkTest {
    private static final double STEP = 0.25;

    private final AtomicInteger pages = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private int stepsAPage = 3;
    private double underLoad = STEP;
    private double slowerEachPage;
    private int closedFirst;
    private double sum;
    private long count;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/metrics", this::metrics);
        server.createContext("/api/runs/tiny/events", this::events);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private synchronized void metrics(HttpExchange exchange) throws IOException {
        if (closedFirst-- > 0) {
            exchange.close();
            return;
        }
        int before = pages.getAndIncrement();
        // Only the benchmark's own questions end their connection: a scrape of the load may come after its end.
        if ("close".equals(exchange.getRequestHeaders().getFirst("Connection"))) {
            count += stepsAPage;
            sum += stepsAPage * (before * slowerEachPage + (streams.get() > 0 ? underLoad : STEP));
        }
        String page = "# TYPE masque_train_step_duration_seconds histogram\n"
                + "masque_train_step_duration_seconds_sum " + sum + "\nmasque_train_step_duration_seconds_count "
                + count
                + "\nprocess_open_fds 20\nprocess_cpu_seconds_total 1.5\n";
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    // No length, no end: it goes on until the client has gone.
    private void events(HttpExchange exchange) throws IOException {
        opened.incrementAndGet();
        streams.incrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            while (!Thread.currentThread().isInterrupted()) {
                exchange.getResponseBody().write('\n');
                exchange.getResponseBody().flush();
                LockSupport.parkNanos(5_000_000);
            }
        } finally {
            streams.decrementAndGet();
        }
    }

    private ServingBenchmark benchmark() {
        return benchmark(new Rates(50, 5, 20), 0);
    }

    private ServingBenchmark benchmark(Rates rates, int warmUp) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ServingBenchmark(address, "tiny", rates, 1, warmUp);
    }

    @Test
    void stepsThatTakeLongerUnderLoadAreToldAsAShare() throws IOException {
        underLoad = 1.5 * STEP;
        List<String> lines = new ArrayList<>();

        double cost = benchmark().run(1, lines::add);

        assertThat(cost).isCloseTo(0.5, within(0.05));
        assertThat(opened).hasValue(5);
        // About fifty scrapes in a second, and some for the measurement itself.
        assertThat(pages.get()).isBetween(20, 80);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("5 streams").contains("step 250.0 ms").contains("ms under load (+");
        assertThat(lines.get(1)).isEqualTo("open files before 20, after 20");
    }

    @Test
    void aMachineThatGrowsSlowerMeanwhileIsNotTakenForACost() throws IOException {
        slowerEachPage = STEP / 10;

        assertThat(benchmark(new Rates(0, 0, 0), 0).run(2, line -> {})).isCloseTo(0, within(1e-9));
    }

    @Test
    void theLoadIsThereBeforeItIsMeasured() throws IOException {
        assertThat(benchmark(new Rates(0, 5, 0), 1).run(1, line -> {})).isCloseTo(0, within(1e-9));

        assertThat(opened).hasValue(10);
    }

    @Test
    void aServerThatClosesTheConnectionIsAskedAgain() throws IOException {
        closedFirst = 2;

        assertThat(benchmark(new Rates(0, 0, 0), 0).run(1, line -> {})).isCloseTo(0, within(1e-9));
    }

    @Test
    void aRunThatTakesNoStepMeanwhileCannotBeMeasured() {
        stepsAPage = 0;

        assertThatThrownBy(() -> benchmark().run(1, line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no step of tiny ended in 1 s: give more --seconds");
    }
}
