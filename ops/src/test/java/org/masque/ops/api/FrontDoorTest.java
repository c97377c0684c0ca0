package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Host;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests wait for the threads that read files. */
class FrontDoorTest {
    @TempDir
    private Path folder;

    private final ActorSystem system = ActorSystem.create("door");
    private final AtomicInteger tasks = new AtomicInteger();
    private final Executor files = task -> {
        tasks.incrementAndGet();
        task.run();
    };

    @AfterEach
    void shutDown() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private FrontDoor door() throws IOException {
        try (ServedApi api = new ServedApi(folder, Optional.empty(), Limits.USUAL)) {
            List<Route> routes = Routes.all(api.content, Limits.USUAL, files);
            Access access = new Access(ServedApi.loopback(0), Optional.empty());
            return new FrontDoor(system, access, routes, Limits.USUAL, files, api.content.audit());
        }
    }

    private int tasksOf(FrontDoor door, String path) {
        HttpRequest request = HttpRequest.GET(path)
                .addHeader(RawRequestURI.create(path))
                .addHeader(Host.create(InetSocketAddress.createUnresolved("localhost", 1)));
        int before = tasks.get();
        assertThat(door.answer(request, "test")
                        .toCompletableFuture()
                        .join()
                        .status()
                        .intValue())
                .isEqualTo(200);
        return tasks.get() - before;
    }

    // The clock is the real one: on a machine that stands still between the two, the page is not fresh any more.
    @Test
    void aFreshPageOfMetricsWaitsForNone() throws IOException {
        FrontDoor door = door();

        await().until(() -> tasksOf(door, "/metrics") == 1 && tasksOf(door, "/metrics") == 0);
    }

    @Test
    void aProbeWaitsForNoFiles() throws IOException {
        FrontDoor door = door();

        assertThat(tasksOf(door, "/healthz")).isZero();
        assertThat(tasksOf(door, "/api/runs")).isOne();
    }
}
