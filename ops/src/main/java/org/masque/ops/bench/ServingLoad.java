package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What asks a run's server for much: scrapes at a steady pace, streams of events, and a client that means harm, whose
 * connections say nothing, do not end their headers, promise a gigabyte, or are noise. Close it to have it end.
 */
final class ServingLoad implements Closeable {
    // Of hostile connections that the server has not given up by itself yet.
    private static final int MOST_HOSTILE = 80;
    private static final List<String> BEGINNINGS = List.of(
            "",
            "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\nx",
            "\u0016\u0003\u00ff\u00fe");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "masque-load");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<CompletableFuture<?>> streams = new ArrayList<>();
    private final List<Socket> hostile = new ArrayList<>();
    private final AtomicInteger scraped = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final URI server;
    private int dawdled;

    private ServingLoad(URI server) {
        this.server = server;
    }

    /**
     * Begins.
     *
     * @param server its address, without a path
     * @param events the path of a run's stream of events
     */
    @MustBeClosed
    static ServingLoad on(URI server, String events, ServingBenchmark.Rates rates) {
        ServingLoad load = new ServingLoad(server);
        for (int i = 0; i < rates.streams(); i++) {
            load.openStream(events);
        }
        load.every(rates.scrapes(), load::scrape);
        load.every(rates.hostile(), load::dawdle);
        return load;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the clock
    private void every(int timesASecond, Runnable task) {
        if (timesASecond > 0) {
            clock.scheduleAtFixedRate(task, 0, 1_000_000_000L / timesASecond, TimeUnit.NANOSECONDS);
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).build();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it only counts; the stream itself is kept, to be cancelled
    private void openStream(String events) {
        CompletableFuture<?> stream = client.sendAsync(get(events), BodyHandlers.discarding());
        streams.add(stream);
        stream.whenComplete((answer, failure) -> closed.incrementAndGet());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // counted where it ends
    private void scrape() {
        client.sendAsync(get("/metrics"), BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            boolean well = failure == null && answer.statusCode() == 200;
            (well ? scraped : failed).incrementAndGet();
        });
    }

    // The oldest go: the server should mind, not run full.
    private void dawdle() {
        try {
            Socket socket = new Socket();
            hostile.add(socket);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            String said = BEGINNINGS.get(dawdled++ % BEGINNINGS.size());
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            if (hostile.size() > MOST_HOSTILE) {
                hostile.remove(0).close();
            }
        } catch (IOException refused) {
            failed.incrementAndGet();
        }
    }

    /** Scrapes that were answered. */
    int scraped() {
        return scraped.get();
    }

    /** Scrapes that were not, and connections that were refused. */
    int failed() {
        return failed.get();
    }

    /** Streams that are open still. */
    int open() {
        return streams.size() - closed.get();
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IOException("the load does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        streams.forEach(stream -> stream.cancel(true));
        for (Socket socket : hostile) {
            socket.close();
        }
    }
}
