package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitch;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.archive.RunArchives;
import org.masque.ops.control.RunStatus;

/** Streams that the test begins and ends, or does not begin. */
class EventRouteTest {
    private static final int MOST = 2;

    @TempDir
    private Path folder;

    private final ActorSystem system = ActorSystem.create("events");
    private FakeRuns runs = new FakeRuns(Path.of("unset"));
    private EventRoute route = route(MOST);

    private EventRoute route(int most) {
        return new EventRoute(runs, new RunArchives(), Runnable::run, most);
    }

    @BeforeEach
    void create() throws IOException {
        runs = new FakeRuns(Files.createDirectory(folder.resolve("tiny")));
        route = route(MOST);
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

    // Twice a second is every 500 ms; with twice as many streams as that is for, and one more, it is every 1500 ms.
    @Test
    void amongManyStreamsOneIsToldLessOften() throws IOException {
        int others = 2 * EventRoute.AT_FULL_PACE;
        route = route(others + 1);
        for (int i = 0; i < others; i++) {
            begin(answer());
        }
        List<Long> told = new CopyOnWriteArrayList<>();
        Sink<ByteString, ?> client = Sink.foreach(news -> {
            told.add(System.nanoTime());
            runs.status = RunStatus.PAUSED;
        });
        answer().entity().getDataBytes().to(client).run(system);

        await().until(() -> told.size() >= 2);

        assertThat(Duration.ofNanos(told.get(1) - told.get(0))).isGreaterThan(Duration.ofSeconds(1));
    }
}
