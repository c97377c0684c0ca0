package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.ServedAddress;

/** Disks that are full, daemons that come after others, processes that do not begin. */
class RunQueueTroubleTest {
    private static final RestartPause QUICK = new RestartPause(Duration.ofMillis(1), Duration.ofMillis(10), 3);

    @TempDir
    private Path folder;

    private DaemonHome home = new DaemonHome(Path.of("unset"));
    private FakeChildren children = new FakeChildren(home);
    private final DaemonMetrics metrics = new DaemonMetrics(BuildInfo.load(), 1);

    @BeforeEach
    void create() throws IOException {
        home = new DaemonHome(folder.resolve("home"));
        home.create();
        children = new FakeChildren(home);
    }

    private RunQueue queue(int slots) throws IOException {
        RunQueue queue = new RunQueue(
                new DaemonSettings(home, slots, List.of(), QUICK, Duration.ofSeconds(1)), metrics, children);
        queue.load();
        return queue;
    }

    private RunQueue running(int slots, String... names) throws IOException {
        RunQueue queue = queue(slots);
        for (String name : names) {
            queue.enqueue(name);
        }
        queue.advance();
        return queue;
    }

    private void left(RunRecord record) throws IOException {
        new RunRecords(home.states()).save(record);
    }

    private static RunRecord started(String run, long order, int slot) {
        return RunRecord.queued(run, order).started(0, slot);
    }

    private static RunRecord record(RunQueue queue, String run) {
        return queue.find(run).orElseThrow().record();
    }

    // What is there already can be opened for writing by nobody, root included.
    private Path blockRecord(String run) throws IOException {
        return Files.createDirectory(home.states().resolve(run + ".json.new"));
    }

    private static void advanceUntilStarts(RunQueue queue, FakeChildren children, int count) {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(5)).until(() -> {
            queue.advance();
            return children.starts.size() >= count;
        });
    }

    // --- the end of a daemon

    @Test
    void aProcessThatWasAskedToStopIsNotAskedAgainByTheNextDaemon() throws Exception {
        left(started("evening", 1, 0).goingOn(true));
        children.live("evening");
        RunQueue queue = queue(1);

        queue.stopAll();

        assertThat(children.process("evening").terms()).isZero();
        children.end("evening", ExitCode.TERMINATED);
        queue.killAll();
        assertThat(record(queue, "evening").status()).isEqualTo(RunStatus.QUEUED);
    }

    @Test
    void aRecordThatCannotBeWrittenKeepsNoProcessFromBeingAskedToStop() throws Exception {
        RunQueue queue = running(2, "first", "second");
        Path block = blockRecord("first");

        queue.stopAll();

        assertThat(children.process("first").terms()).isEqualTo(1);
        assertThat(children.process("second").terms()).isEqualTo(1);
        children.end("first", ExitCode.TERMINATED);
        children.end("second", ExitCode.TERMINATED);
        queue.killAll();
        assertThat(record(queue, "second").status()).isEqualTo(RunStatus.QUEUED);
        Files.delete(block);
        queue.killAll();
        assertThat(record(queue, "first").status()).isEqualTo(RunStatus.QUEUED);
    }

    // --- verdicts

    @Test
    void aVerdictThatCannotBeWrittenIsGivenAgainAndTheRunIsNotStartedAgain() throws Exception {
        RunQueue queue = running(2, "done", "other");
        children.end("done", ExitCode.OK);
        children.end("other", ExitCode.OK);
        Path block = blockRecord("done");

        assertThatThrownBy(queue::advance).isInstanceOf(IOException.class);

        assertThat(record(queue, "other").status()).isEqualTo(RunStatus.FINISHED);
        Files.delete(block);
        queue.advance();
        assertThat(record(queue, "done").status()).isEqualTo(RunStatus.FINISHED);
        assertThat(children.starts).containsExactly("done in 0", "other in 1");
        assertThat(home.exit("done")).doesNotExist();
    }

    @Test
    void aRestartIsCountedWhenItIsWrittenDown() throws Exception {
        RunQueue queue = running(1, "again");
        children.end("again", ExitCode.RESTART);
        Path block = blockRecord("again");
        assertThatThrownBy(queue::advance).isInstanceOf(IOException.class);
        assertThatThrownBy(queue::advance).isInstanceOf(IOException.class);
        Files.delete(block);

        queue.advance();

        assertThat(restartsCounted()).isEqualTo(1);
        assertThat(record(queue, "again").restarts()).isEqualTo(1);
    }

    private double restartsCounted() {
        return metrics.registry().scrape(name -> name.startsWith("masque_daemon_run_restarts")).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    // --- slots

    @Test
    void aRunThatIsTakenOverKeepsItsSlot() throws Exception {
        left(started("survivor", 1, 1));
        children.live("survivor");
        RunQueue queue = queue(2);
        queue.enqueue("next");

        queue.advance();

        assertThat(children.starts).containsExactly("next in 0");
    }

    @Test
    void whatEndedWhileNoDaemonWasThereIsStartedAgainInItsSlotAndBeforeOthers() throws Exception {
        left(started("orphan", 1, 0));
        left(RunRecord.queued("next", 2));
        Files.writeString(home.exit("orphan"), "75\n");
        RunQueue queue = queue(1);

        advanceUntilStarts(queue, children, 1);

        assertThat(children.starts).containsExactly("orphan in 0");
    }

    @Test
    void aProcessThatDoesNotBeginIsTriedAgainInTheSlotThatIsKeptForIt() throws Exception {
        RunQueue queue = queue(1);
        queue.enqueue("first");
        queue.enqueue("second");
        children.failToStart(1);
        assertThatThrownBy(queue::advance).hasMessage("no process can be made");

        queue.advance();

        assertThat(children.starts).containsExactly("first in 0", "first in 0");
        assertThat(record(queue, "second").status()).isEqualTo(RunStatus.QUEUED);
    }

    // --- stages

    @Test
    void checkpointsOfTheStagesBeforeAreProgressToo() throws Exception {
        RunQueue queue = running(1, "parts");
        for (String stage : List.of("encoder", "parts")) {
            Path latest = home.run("parts").resolve(stage).resolve("checkpoints/LATEST");
            Files.createDirectories(latest.resolveSibling(""));
            Files.writeString(latest, "step-000020\n");
            int starts = children.starts.size();
            children.end("parts", ExitCode.RESTART);
            advanceUntilStarts(queue, children, starts + 1);

            assertThat(record(queue, "parts").fruitless()).isZero();
        }
    }

    @Test
    void theStageOfTheEncoderIsAskedByItsOwnName() throws Exception {
        Child child = children.live("semantic");
        Path encoder = Files.createDirectories(home.run("semantic").resolve("encoder"));
        assertThat(child.served()).isEmpty();
        ServedAddress address = new ServedAddress("http://127.0.0.1:1", child.pid());

        address.writeTo(encoder);

        assertThat(child.served()).contains(new Child.Served(address, "encoder"));
    }
}
