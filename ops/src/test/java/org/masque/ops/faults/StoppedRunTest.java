package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.ops.ExitCode;
import org.masque.ops.faults.TrainingChild.Start;

/** Rows 6, 9, 10 and 44 of the faults: signals at any moment, and disks too slow for them. */
@Tag("slow")
@Tag("process")
@Timeout(value = 30, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class StoppedRunTest {
    private static final String SLOW_DISK = "-Dmasque.test.saveMillis=";
    private static final int TERMINATED = ExitCode.TERMINATED.number();

    @TempDir
    private Path folder;

    private static JsonNode last(List<JsonNode> events) {
        return events.get(events.size() - 1);
    }

    private long lastStep() {
        return TrainingChild.events(folder, "step").stream()
                .mapToLong(event -> event.get("step").asLong())
                .max()
                .orElse(0);
    }

    private void assertEverythingIsSaved() {
        JsonNode stopped = last(TrainingChild.events(folder, "stopped"));
        assertThat(stopped.get("end").asText()).isEqualTo("STOPPED");
        assertThat(stopped.get("step").asLong()).isEqualTo(lastStep());
        assertThat(last(TrainingChild.events(folder, "checkpointWritten"))
                        .get("step")
                        .asLong())
                .isEqualTo(lastStep());
    }

    // --- one signal

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalInAStepSavesThatStep(String signal) throws Exception {
        assumeTrue(!signal.equals("INT") || TrainingChild.hearsInterrupts(), "interrupts are ignored here");
        try (TrainingChild child = Start.in(folder).start()) {
            child.awaitEvents("step", 5);
            child.signal(signal);

            assertThat(child.exit()).isEqualTo(TERMINATED);
            assertThat(child.output()).contains("all saved. The same command goes on.");
        }
        assertEverythingIsSaved();
    }

    @Test
    void aSignalAtAnyMomentOfTheStartEndsTheProcessInTimeAndTheNextStartWorks() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 2; i++) {
            try (TrainingChild child = Start.in(folder).start()) {
                child.runFor(random.nextInt(3000));
                child.signal("TERM");

                assertThat(child.exit()).as(child.output()).isEqualTo(TERMINATED);
            }
        }
        assertThat(Start.in(folder).set("run.steps=20").run()).isZero();
        assertThat(lastStep()).isEqualTo(20);
    }

    @Test
    void aSignalWhileFeaturesAreEvaluatedDoesNotWaitForThem() throws Exception {
        Start evaluated = Start.in(folder)
                .set("run.steps=4", "evaluation.atEnd=true", "evaluation.linearEpochs=100000", "data.testSize=2000");
        try (TrainingChild child = evaluated.start()) {
            child.awaitEvents("checkpointWritten", 2);
            child.signal("TERM");

            assertThat(child.exit()).as(child.output()).isEqualTo(TERMINATED);
        }
        assertThat(TrainingChild.events(folder, "evaluated")).isEmpty();
        assertEverythingIsSaved();
    }

    @Test
    void aSignalDuringASaveIsFollowedByASaveOfTheLastStep() throws Exception {
        try (TrainingChild child = Start.in(folder).with(SLOW_DISK + 300).start()) {
            awaitUnfinishedSave();
            child.signal("TERM");

            assertThat(child.exit()).isEqualTo(TERMINATED);
        }
        assertEverythingIsSaved();
    }

    private void awaitUnfinishedSave() {
        org.awaitility.Awaitility.await().atMost(TrainingChild.PATIENCE).until(() -> unfinishedSaves(folder) > 0);
    }

    private static long unfinishedSaves(Path folder) throws IOException {
        Path checkpoints = TrainingChild.run(folder).resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (Stream<Path> names = Files.list(checkpoints)) {
            return names.filter(name -> name.toString().contains(".tmp-")).count();
        }
    }

    // --- two signals, and one that comes too early

    @Test
    void aSecondSignalEndsTheProcessAtOnceAndTheNextStartGoesOn() throws Exception {
        try (TrainingChild child = Start.in(folder).with(SLOW_DISK + 60_000).start()) {
            awaitUnfinishedSave();
            child.signal("TERM");
            child.awaitOutput("is saved before the process ends");
            child.signal("TERM");

            assertThat(child.exit()).isEqualTo(ExitCode.RESTART.number());
        }
        try (TrainingChild next = Start.in(folder).set("run.steps=30").start()) {
            assertThat(next.exit()).isZero();
            // The log names the abandoned folder.
            assertThat(next.output()).contains(".tmp-").contains("left by a save");
        }
        assertThat(unfinishedSaves(folder)).isZero();
    }

    @Test
    void aCheckpointSlowerThanTheGracePeriodLosesTheStepsThatTheLogNames() throws Exception {
        assertThat(Start.in(folder).set("run.steps=9").run()).isZero();
        try (TrainingChild child = Start.in(folder).with(SLOW_DISK + 60_000).start()) {
            awaitUnfinishedSave();
            child.signal("TERM");
            child.awaitOutput("since the checkpoint of step 9");
            // As systemd and Kubernetes do when the grace period is over.
            child.signal("KILL");
            child.exit();
        }
        long reached = lastStep();
        assertThat(reached).isGreaterThan(9);

        assertThat(Start.in(folder).set("run.steps=" + (reached + 3)).run()).isZero();

        assertThat(last(TrainingChild.events(folder, "resumed")).get("step").asLong())
                .isEqualTo(9);
    }

    // --- a slow disk without signals

    @Test
    void aSlowDiskMakesNoStepWaitAndWhatIsLeftOutIsCounted() throws Exception {
        // Random masks, since a barrier does wait for a save that reads the maps.
        assertThat(Start.in(folder)
                        .with(SLOW_DISK + 500)
                        .set("run.steps=60", "masking.strategy=random")
                        .run())
                .isZero();

        assertThat(TrainingChild.events(folder, "checkpointSkipped")).isNotEmpty();
        double fastestSave = TrainingChild.events(folder, "checkpointWritten").stream()
                .mapToDouble(event -> event.get("seconds").asDouble())
                .min()
                .orElseThrow();
        // The first compiles. A step that waited for a save would take as long, at every save; a busy machine may hold
        // one.
        long waits = TrainingChild.events(folder, "step").stream()
                .skip(1)
                .filter(event -> event.get("seconds").asDouble() > fastestSave / 2)
                .count();
        assertThat(fastestSave).isGreaterThan(1.9);
        assertThat(waits).isLessThanOrEqualTo(1);
    }
}
