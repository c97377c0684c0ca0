package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.faults.TrainingChild.Start;

/**
 * Row 1 of the faults: {@code kill -9} at random moments of a whole run, its start and its saves included.
 *
 * <p>{@code -Dmasque.kills=50} is the number that the design asks for; a build makes a few.
 */
@Tag("slow")
@Tag("process")
@Timeout(value = 60, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class KilledRunTest {
    private static final int KILLS = Integer.getInteger("masque.kills", 3);
    private static final int STEPS_A_LIFE = 12;
    private static final int STEPS = STEPS_A_LIFE * KILLS + 12;
    // Longer than a JVM takes to its first step, so that some die before it.
    private static final int LONGEST_START_MILLIS = 4000;
    private static final List<String> TENSORS =
            List.of("weights.safetensors", "adamw-m.safetensors", "adamw-v.safetensors", "maps.bin");

    @TempDir
    private Path folder;

    @Test
    void everyStartGoesOnFromAWholeCheckpointAndTheEndIsThatOfARunThatWasNeverKilled() throws Exception {
        long seed = Long.getLong("masque.killSeed", 20261125);
        System.out.println(KILLS + " kills, -Dmasque.killSeed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] length = {"run.epochs=" + (STEPS / 4 + 1), "run.steps=" + STEPS};
        Start undisturbed =
                Start.in(Files.createDirectory(folder.resolve("undisturbed"))).set(length);
        Start killed = Start.in(Files.createDirectory(folder.resolve("killed"))).set(length);
        assertThat(undisturbed.run()).isZero();

        for (int kill = 0; kill < KILLS; kill++) {
            long saved = lastSaved(killed.folder());
            try (TrainingChild child = killed.start()) {
                boolean atOnce = random.nextInt(5) == 0;
                if (atOnce) {
                    child.runFor(random.nextInt(LONGEST_START_MILLIS));
                } else {
                    int before = TrainingChild.events(killed.folder(), "step").size();
                    child.awaitEvents("step", before + 1 + random.nextInt(STEPS_A_LIFE));
                    child.runFor(random.nextInt(40));
                }
                child.signal("KILL");
                child.exit();
            }
            assertResumedFrom(killed.folder(), saved);
        }

        assertThat(killed.run()).isZero();
        for (String tensor : TENSORS) {
            assertThat(Files.mismatch(
                            checkpoint(killed.folder(), STEPS).resolve(tensor),
                            checkpoint(undisturbed.folder(), STEPS).resolve(tensor)))
                    .as(tensor)
                    .isEqualTo(-1);
        }
        assertNothingIsLeftBehind(killed.folder());
    }

    private static Path checkpoint(Path folder, long step) {
        return TrainingChild.run(folder).resolve("checkpoints").resolve(String.format(Locale.ROOT, "step-%06d", step));
    }

    private static long lastSaved(Path folder) {
        return TrainingChild.events(folder, "checkpointWritten").stream()
                .mapToLong(event -> event.get("step").asLong())
                .max()
                .orElse(0);
    }

    // What the log says was saved was saved: a start goes on there or later, and found nothing damaged.
    private static void assertResumedFrom(Path folder, long saved) {
        List<JsonNode> resumed = TrainingChild.events(folder, "resumed");
        if (!resumed.isEmpty()) {
            JsonNode last = resumed.get(resumed.size() - 1);
            assertThat(resumed)
                    .allMatch(event -> event.get("corruptCheckpoints").asLong() == 0);
            List<JsonNode> starts = TrainingChild.events(folder, "started");
            boolean startedAfter =
                    !starts.isEmpty() && !time(starts.get(starts.size() - 1)).isBefore(time(last));
            if (startedAfter) {
                assertThat(starts.get(starts.size() - 1).get("step").asLong())
                        .isEqualTo(last.get("step").asLong());
            }
        }
        assertThat(newest(folder)).isGreaterThanOrEqualTo(saved);
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.get("time").asText());
    }

    private static long newest(Path folder) {
        Path checkpoints = TrainingChild.run(folder).resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (Stream<Path> names = Files.list(checkpoints)) {
            return names.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("step-\\d+"))
                    .mapToLong(name -> Long.parseLong(name.substring(5)))
                    .max()
                    .orElse(0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void assertNothingIsLeftBehind(Path folder) throws IOException {
        try (Stream<Path> names = Files.list(TrainingChild.run(folder).resolve("checkpoints"))) {
            assertThat(names.map(Path::toString)).noneMatch(name -> name.contains(".tmp") || name.contains("corrupt"));
        }
    }
}
