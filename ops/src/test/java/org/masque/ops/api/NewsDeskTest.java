package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.archive.RunArchive;
import org.masque.ops.archive.RunArchives;
import org.masque.ops.control.RunStatus;

class NewsDeskTest {
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(NewsDesk.FRESH_MILLIS);

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may go over its end
    private FakeRuns runs = new FakeRuns(Path.of("unset"));
    private NewsDesk desk = new NewsDesk(runs, now::get);

    @BeforeEach
    void createARun() throws IOException {
        runs = new FakeRuns(folder);
        desk = new NewsDesk(runs, now::get);
        Files.writeString(folder.resolve("actors.json"), "{\"phase\":\"training\"}");
    }

    private RunArchive archive() {
        return new RunArchives().of(folder);
    }

    @Test
    void whoHasHeardTheSameIsToldTheSameWithoutALook() throws IOException {
        NewsDesk.Told first = desk.look("tiny", archive(), 0);

        assertThat(first.text().utf8String())
                .isEqualTo("id: " + first.heard() + "\nevent: actors\ndata: {\"phase\":\"training\"}\n\n");
        assertThat(desk.ready("tiny", 0)).containsSame(first);
        assertThat(desk.look("tiny", archive(), 0)).isSameAs(first);
    }

    @Test
    void whoHasHeardMoreIsNotToldItAgain() throws IOException {
        RunArchive archive = archive();
        NewsDesk.Told first = desk.look("tiny", archive, 0);

        assertThat(desk.ready("tiny", first.heard())).isEmpty();
        assertThat(desk.look("tiny", archive, first.heard()).text().utf8String())
                .isEmpty();
        assertThat(desk.ready("tiny", 0)).containsSame(first);
    }

    @Test
    void anAnswerIsGivenForAQuarterOfASecond() throws IOException {
        desk.look("tiny", archive(), 0);
        runs.status = RunStatus.PAUSED;
        now.addAndGet(FRESH - 1);
        assertThat(desk.ready("tiny", 0))
                .hasValueSatisfying(told -> assertThat(told.run())
                        .isNotNull()
                        .satisfies(run -> assertThat(run.status()).isEqualTo(RunStatus.RUNNING)));

        now.addAndGet(1);

        assertThat(desk.ready("tiny", 0)).isEmpty();
        assertThat(desk.look("tiny", archive(), 0).run())
                .isNotNull()
                .satisfies(run -> assertThat(run.status()).isEqualTo(RunStatus.PAUSED));
    }

    @Test
    void noMoreThanSoManyRunsAreRemembered() throws IOException {
        desk.look("tiny", archive(), 0);
        for (int other = 0; other < 64; other++) {
            assertThat(desk.ready("tiny", 0)).as("after %d others", other).isPresent();
            desk.look("other-" + other, archive(), 0);
        }
        assertThat(desk.ready("tiny", 0)).isEmpty();
    }

    @Test
    void aRunThatIsNotKnownAnyMoreHasNoStatus() throws IOException {
        assertThat(desk.look("gone", archive(), 0).run()).isNull();
    }

    @Test
    void whoIsToldTheSameDoesNotWaitForOneWhoLooksAtASlowDisk() throws Exception {
        RunArchive archive = archive();
        NewsDesk.Told told = desk.look("tiny", archive, 0);
        Thread looking = new Thread(() ->
                assertThatCode(() -> desk.look("tiny", archive, told.heard())).doesNotThrowAnyException());
        // An archive reads for one at a time, so that whoever holds it is a slow disk to all others.
        synchronized (archive) {
            looking.start();
            await().until(() -> looking.getState() == Thread.State.BLOCKED);

            assertThat(CompletableFuture.supplyAsync(() -> desk.ready("tiny", 0))
                            .get(10, TimeUnit.SECONDS))
                    .containsSame(told);
        }
        looking.join();
    }
}
