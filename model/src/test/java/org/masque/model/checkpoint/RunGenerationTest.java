package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunGenerationTest {
    @TempDir
    private Path run;

    private CheckpointStore store(RunGeneration generation) {
        return new CheckpointStore(run, "1", generation);
    }

    private long resumesAt() throws IOException {
        try (Checkpoint newest = new CheckpointStore(run, "1").newestValid().orElseThrow()) {
            return newest.manifest().step();
        }
    }

    private String generationOfNewest() throws IOException {
        try (Checkpoint newest = new CheckpointStore(run, "1").newestValid().orElseThrow()) {
            return newest.manifest().state().getOrDefault("generation", "none");
        }
    }

    @Test
    void eachStartIsOneMoreThanAnyBefore() throws IOException {
        assertThat(RunGeneration.begin(run).number()).isEqualTo(1);
        assertThat(RunGeneration.begin(run).number()).isEqualTo(2);
    }

    @Test
    void anOlderOneSavesNothingAndLeavesWhatTheNewerSaved() throws IOException {
        CheckpointStore older = store(RunGeneration.begin(run));
        older.save(Snapshots.of(10, 1), Snapshots.KEEP_TWO);
        CheckpointStore newer = store(RunGeneration.begin(run));
        newer.save(Snapshots.of(20, 2), Snapshots.KEEP_TWO);
        assertThat(generationOfNewest()).isEqualTo("2");

        assertThatThrownBy(() -> older.save(Snapshots.of(30, 3), new Retention(1, 0)))
                .isInstanceOf(SupersededException.class)
                .hasMessageStartingWith(LockHolder.self().text().strip() + " has begun generation 2 of this run")
                .hasMessageContaining("this one, 1, saves nothing");

        assertThat(resumesAt()).isEqualTo(20);
        assertThat(Files.exists(CheckpointFolder.complete(newer.folder(), 10))).isTrue();
    }

    @Test
    void oneThatIsOvertakenWhileItSavesPublishesNothingAndLeavesNothing() throws IOException {
        CheckpointStore older = store(RunGeneration.begin(run));
        CheckpointContent overtaken = new CheckpointContent(
                30,
                0,
                "hash",
                Map.of(),
                List.of(new CheckpointFile("weights.bin", channel -> RunGeneration.begin(run))));

        assertThatThrownBy(() -> older.save(overtaken, Snapshots.KEEP_TWO)).isInstanceOf(SupersededException.class);

        assertThat(older.folder()).isEmptyDirectory();
    }

    @Test
    void whoeverIsWrittenThereByHandNeedsNoName() throws IOException {
        CheckpointStore older = store(RunGeneration.begin(run));
        Files.writeString(run.resolve("generation"), "7\n");

        assertThatThrownBy(() -> older.save(Snapshots.of(10), Snapshots.KEEP_TWO))
                .hasMessageStartingWith("another process has begun generation 7");
    }

    @Test
    void anOlderOneThatGoesBackDiscardsNothingOfTheNewer() throws IOException {
        CheckpointStore older = store(RunGeneration.begin(run));
        CheckpointStore newer = store(RunGeneration.begin(run));
        newer.save(Snapshots.of(20, 2), Snapshots.KEEP_TWO);

        assertThatThrownBy(() -> older.discardAfter(10)).isInstanceOf(SupersededException.class);
        assertThat(resumesAt()).isEqualTo(20);

        newer.discardAfter(10);
        assertThat(new CheckpointStore(run, "1").newestValid()).isEmpty();
    }

    @Test
    void aFileThatIsNoNumberIsNamedWithTheRemedy() throws IOException {
        Path file = Files.writeString(run.resolve("generation"), "many");

        assertThatThrownBy(() -> RunGeneration.begin(run))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("manifest.json");
    }
}
