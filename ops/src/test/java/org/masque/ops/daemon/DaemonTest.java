package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.Submission;

/** A daemon and its runs, each in a JVM of its own. */
@Tag("slow")
@Tag("process")
class DaemonTest {
    // Four steps an epoch: a run that is over soon, and one that outlasts every test.
    private static final int SHORT = 2;
    private static final int LONG = 1_000_000;

    @TempDir
    private Path folder;

    private ServedDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = ServedDaemon.start(folder);
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    @Test
    void runsWaitForTheOneSlotAndAreDoneInTheOrderInWhichTheyCame() throws Exception {
        daemon.submit("one", LONG);
        daemon.submit("two", SHORT);
        Path dropped = daemon.recipe("three", SHORT);
        Files.setLastModifiedTime(dropped, FileTime.from(Instant.now().minusSeconds(10)));
        Files.move(dropped, daemon.home.inbox().resolve("three.conf"));
        daemon.awaitStatus("one", "running");
        daemon.awaitStatus("three", "queued");
        assertThat(daemon.run("two").get("status").asText()).isEqualTo("queued");
        assertThatThrownBy(() -> daemon.submit("two", SHORT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("two is queued already");
        assertThat(daemon.perform("one", RunAction.STOP)).isEqualTo("ended: stopped");

        daemon.awaitStatus("three", "finished");

        assertThat(daemon.run("two").get("status").asText()).isEqualTo("finished");
        assertThat(ended("one")).isLessThan(ended("two"));
        assertThat(ended("two")).isLessThan(ended("three"));
        assertThat(daemon.home.inbox().resolve("accepted/three.conf")).exists();
    }

    private FileTime ended(String run) throws IOException {
        return Files.getLastModifiedTime(daemon.home.run(run).resolve("results.json"));
    }

    @Test
    void aRunIsPausedResumedSavedStoppedAndGoesOn() throws Exception {
        daemon.submit("steered", LONG);
        daemon.awaitStatus("steered", "running");

        assertThat(daemon.perform("steered", RunAction.PAUSE)).startsWith("paused after step");
        assertThat(daemon.statusOf("steered")).isEqualTo("paused");
        assertThat(daemon.perform("steered", RunAction.CHECKPOINT)).contains("is on disk");
        assertThat(daemon.perform("steered", RunAction.RESUME)).startsWith("goes on after step");
        assertThat(daemon.statusOf("steered")).isEqualTo("running");
        assertThat(daemon.perform("steered", RunAction.STOP)).isEqualTo("ended: stopped");
        long step = NewestCheckpoint.step(daemon.home.run("steered"));
        assertThatThrownBy(() -> daemon.perform("steered", RunAction.PAUSE)).isInstanceOf(RefusedException.class);

        assertThat(daemon.perform("steered", RunAction.RESUME)).contains("queued again");

        daemon.awaitCheckpoint("steered", step + 1);
        assertThat(daemon.perform("steered", RunAction.ABANDON)).isEqualTo("ended: stopped");
        assertThat(Files.readString(daemon.home.audit())).contains("/api/runs/steered/pause", "\"done\"");
    }

    @Test
    void aProcessThatIsKilledIsStartedAgainAndGoesOnFromItsCheckpoint() throws Exception {
        daemon.submit("killed", LONG);
        daemon.awaitCheckpoint("killed", 20);
        ProcessHandle first = daemon.child("killed");
        first.destroyForcibly();
        first.onExit().join();
        long saved = NewestCheckpoint.step(daemon.home.run("killed"));

        daemon.awaitCheckpoint("killed", saved + 1);
        assertThat(daemon.child("killed").pid()).isNotEqualTo(first.pid());
        assertThat(daemon.run("killed").get("status").asText()).isIn("running", "starting");
        assertThat(Files.readString(daemon.home.run("killed").resolve("log.jsonl")))
                .contains("\"resumed\"");
    }

    @Test
    void aDaemonThatIsKilledLosesNothingAndFindsItsRunsAgain() throws Exception {
        daemon.submit("survivor", LONG);
        daemon.submit("waiting", SHORT);
        daemon.awaitCheckpoint("survivor", 20);
        ProcessHandle child = daemon.child("survivor");

        daemon.kill();
        long saved = NewestCheckpoint.step(daemon.home.run("survivor"));
        daemon.awaitCheckpoint("survivor", saved + 1);
        daemon.startAgain();

        daemon.awaitStatus("survivor", "running");
        assertThat(daemon.child("survivor").pid()).isEqualTo(child.pid());
        assertThat(daemon.run("waiting").get("status").asText()).isEqualTo("queued");
        assertThat(daemon.perform("survivor", RunAction.STOP)).isEqualTo("ended: stopped");
        daemon.awaitStatus("waiting", "finished");
    }

    @Test
    void whatEndedWhileNoDaemonWasThereIsJudgedByTheNext() throws Exception {
        daemon.submit("orphan", LONG);
        daemon.awaitCheckpoint("orphan", 20);
        ProcessHandle child = daemon.child("orphan");
        daemon.kill();
        child.destroyForcibly();
        child.onExit().join();
        long saved = NewestCheckpoint.step(daemon.home.run("orphan"));

        daemon.startAgain();

        daemon.awaitCheckpoint("orphan", saved + 1);
        assertThat(daemon.child("orphan").pid()).isNotEqualTo(child.pid());
    }

    @Test
    void aDaemonThatIsStoppedLetsItsRunsSaveAndGoesOnWithThem() throws Exception {
        daemon.submit("evening", LONG);
        daemon.awaitCheckpoint("evening", 20);

        assertThat(daemon.stop()).isEqualTo(ExitCode.TERMINATED.number());

        assertThat(daemon.hasChild("evening")).isFalse();
        long saved = NewestCheckpoint.step(daemon.home.run("evening"));
        daemon.startAgain();
        daemon.awaitCheckpoint("evening", saved + 1);
    }

    @Test
    void aRunThatNoRestartMendsFailsWithWhatItSaidLast() throws Exception {
        Path recipe = daemon.recipe("hopeless", SHORT);
        Files.writeString(
                recipe,
                Files.readString(recipe).replace("kind = shapes, ", "kind = folder, path = \"/nowhere/images\", "));
        daemon.client().submit(new Submission("", recipe.toString(), List.of()));

        daemon.awaitStatus("hopeless", "failed");

        assertThat(daemon.run("hopeless").get("message").asText()).contains("exit code 65", "/nowhere/images");
    }

    @Test
    void theHomeIsPrivateAndTheDaemonIsAliveAndReadyAndCounted() throws Exception {
        assertThat(Files.getPosixFilePermissions(daemon.home.token()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(daemon.status("/api/runs")).isEqualTo(401);
        assertThat(daemon.status("/healthz")).isEqualTo(200);
        await().atMost(ServedDaemon.PATIENCE).until(() -> daemon.status("/readyz") == 200);
        assertThat(daemon.status("/metrics")).isEqualTo(200);
    }
}
