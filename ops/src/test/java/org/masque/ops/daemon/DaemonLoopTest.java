package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.control.RefusedException;

/** A daemon's loop, inbox and token without a process. */
class DaemonLoopTest {
    @TempDir
    private Path folder;

    private DaemonHome home = new DaemonHome(Path.of("unset"));

    @BeforeEach
    void create() throws IOException {
        home = new DaemonHome(folder.resolve("home"));
        home.create();
    }

    // --- the loop

    /** Fails with an error, as a bug would, for the first looks at it. */
    private static final class BrokenClock extends Clock {
        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public Instant instant() {
            if (looks.incrementAndGet() <= 2) {
                throw new AssertionError("a bug");
            }
            return Instant.EPOCH;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void whateverIsThrownTheLoopGoesOnAndSaysThatItIsInTrouble() {
        Daemon daemon = new Daemon(DaemonSettings.of(home, 1, List.of()), "token", new BrokenClock());
        daemon.start();

        await().until(() -> reason(daemon).equals("home_failed"));
        await().until(() -> reason(daemon).equals("ready"));
        daemon.stop();
    }

    private static String reason(Daemon daemon) {
        return String.valueOf(daemon.health().preparedness().body().get("reason"));
    }

    // --- the inbox

    private void drop(String name) throws IOException {
        Path file = Files.writeString(home.inbox().resolve(name), "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    }

    @Test
    void aRecipeThatMakesTroubleKeepsNoneOfTheOthersWaiting() throws IOException {
        drop("a.conf");
        drop("b.conf");
        drop("c.conf");
        Files.createDirectories(home.inbox().resolve("refused/a.conf/in-the-way"));

        assertThatThrownBy(() -> new Inbox(home.inbox(), Clock.systemUTC()).empty(submission -> {
                    if (submission.recipe().endsWith("a.conf")) {
                        throw new RefusedException(RefusedException.Reason.INVALID, "no recipe");
                    }
                    if (submission.recipe().endsWith("b.conf")) {
                        throw new IllegalStateException("a bug");
                    }
                    return "taken";
                }))
                .isInstanceOf(IOException.class);

        assertThat(home.inbox().resolve("refused/b.conf.txt")).content().contains("a bug");
        assertThat(home.inbox().resolve("accepted/c.conf")).exists();
    }

    // --- the token

    @Test
    void aTokenThatCouldNotBeWrittenIsNotThere() throws IOException {
        Path inTheWay = Files.createDirectories(home.path().resolve("token.new/in-the-way"));
        assertThatThrownBy(home::tokenMade).isInstanceOf(IOException.class);
        assertThat(home.token()).doesNotExist();
        Files.delete(inTheWay);

        assertThat(home.tokenMade()).hasSize(64).isEqualTo(home.tokenMade());
        assertThat(Files.getPosixFilePermissions(home.token())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9465", "http://LOCALHOST:1/", "http://[::1]:9465", "http://127.1.2.3"})
    void theTokenOfTheHomeIsForThisMachine(String url) throws IOException {
        home.tokenMade();

        assertThat(DaemonClient.tokenOfHome(home, url)).contains(home.token());
        assertThat(DaemonClient.tokenOfHome(home, null)).contains(home.token());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://elsewhere.example:9465",
                "http://127.0.0.1.evil.example",
                "http://localhost@evil.example",
                "http://10.0.0.1",
                "no url"
            })
    void theTokenOfTheHomeIsNotSentElsewhere(String url) throws IOException {
        home.tokenMade();

        assertThat(DaemonClient.tokenOfHome(home, url)).isEmpty();
    }
}
