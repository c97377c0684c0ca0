package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitch;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.archive.RunArchives;

/** Streams that the test begins and ends, or does not begin. */
class EventRouteTest {
    private static final int MOST = 2;

    @TempDir
    private Path folder;

    private final ActorSystem system = ActorSystem.create("events");
    private EventRoute route = route(Path.of("unset"));

    private static EventRoute route(Path folder) {
        return new EventRoute(new FakeRuns(folder), new RunArchives(), Runnable::run, MOST);
    }

    @BeforeEach
    void create() throws IOException {
        route = route(Files.createDirectory(folder.resolve("tiny")));
    }

    @AfterEach
    void shutDown() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private HttpResponse answer() throws IOException {
        ApiRequest request = new ApiRequest(
                HttpRequest.GET("/api/runs/tiny/events"),
                RequestTarget.parse("/api/runs/tiny/events").orElseThrow(),
                Map.of("name", "tiny"),
                new byte[0],
                "127.0.0.1");
        return route.answer(request).toCompletableFuture().join();
    }

    private int status() throws IOException {
        return answer().status().intValue();
    }

    private KillSwitch begin(HttpResponse answer) {
        return answer.entity()
                .getDataBytes()
                .viaMat(KillSwitches.single(), Keep.right())
                .to(Sink.ignore())
                .run(system);
    }

    @Test
    void aStreamThatNobodyBeginsTakesNoPlace() throws IOException {
        for (int i = 0; i <= MOST; i++) {
            assertThat(status()).isEqualTo(200);
        }
    }

    @Test
    void streamsThatGoOnAreCountedAndThoseThatEndMakeRoom() throws IOException {
        KillSwitch first = begin(answer());
        begin(answer());
        assertThat(status()).isEqualTo(503);

        first.shutdown();

        await().until(() -> status() == 200);
    }

    @Test
    void allStreamsTogetherAreToldAHundredTimesASecondAtMost() {
        for (int streams = 1; streams <= Limits.USUAL.eventStreams(); streams++) {
            double toldASecond = 2.0 * streams / EventRoute.ticksBetweenNews(streams);
            assertThat(toldASecond).isBetween(Math.min(2.0 * streams, 50), 100.0);
        }
        assertThat(EventRoute.ticksBetweenNews(0)).isOne();
    }
}
