package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.BuildInfo;
import org.masque.ops.control.RunStatus;

/** Processes here are JVMs with an option that there is not: each ends at once with 1. */
class RunQueueTest {
    private static final RestartPause QUICK = new RestartPause(Duration.ofMillis(1), Duration.ofMillis(10), 3);

    @TempDir
    private Path folder;

    private DaemonHome home = new DaemonHome(Path.of("unset"));

    @BeforeEach
    void create() throws IOException {
        home = new DaemonHome(folder.resolve("home"));
        home.create();
    }

    private RunQueue queue() throws IOException {
        RunQueue queue = new RunQueue(
                new DaemonSettings(home, 1, List.of("-XX:NoSuchOption"), QUICK, Duration.ofSeconds(1)),
                new DaemonMetrics(BuildInfo.load(), 1));
        queue.load();
        return queue;
    }

    private static void advanceUntil(RunQueue queue, String run, RunStatus status) {
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            queue.advance();
            return record(queue, run).status() == status;
        });
    }

    private static RunRecord record(RunQueue queue, String run) {
        return queue.find(run).orElseThrow().record();
    }

    @Test
    void startsThatBringNothingAreALoopAndTheNextRunGetsTheSlot() throws Exception {
        RunQueue queue = queue();
        queue.enqueue("loop");
        queue.enqueue("next");

        advanceUntil(queue, "loop", RunStatus.FAILED);

        assertThat(record(queue, "loop").message())
                .startsWith("restart loop: 3 starts")
                .contains("exit code 1");
        assertThat(record(queue, "next").status()).isEqualTo(RunStatus.STARTING);
        queue.killAll();
    }

    @Test
    void aStartThatBroughtACheckpointForgivesThoseBefore() throws Exception {
        RunQueue queue = queue();
        queue.enqueue("slow");
        Path latest =
                Files.createDirectories(home.run("slow").resolve("checkpoints")).resolve("LATEST");
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            queue.advance();
            // Its third process has begun; how it ended is seen with the next advance only.
            return record(queue, "slow").fruitless() == 2
                    && queue.find("slow").orElseThrow().child() != null;
        });
        Files.writeString(latest, "step-000020\n");
        long restarts = record(queue, "slow").restarts();

        await().atMost(Duration.ofMinutes(2)).until(() -> {
            queue.advance();
            return record(queue, "slow").restarts() > restarts;
        });

        assertThat(record(queue, "slow").fruitless()).isLessThan(2);
        queue.killAll();
    }

    @Test
    void whatIsWrittenDownIsReadAgainInTheSameOrder() throws IOException {
        RunQueue queue = queue();
        queue.enqueue("b");
        queue.enqueue("a");
        Files.writeString(home.states().resolve("broken.json"), "{");

        RunQueue next = queue();

        assertThat(next.all().stream().map(ManagedRun::name)).containsExactly("b", "a");
        assertThat(record(next, "a")).isEqualTo(record(queue, "a"));
    }
}
