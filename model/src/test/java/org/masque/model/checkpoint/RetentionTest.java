package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    @TempDir
    private Path run;

    private CheckpointStore store;

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(run, "1");
    }

    @Test
    void theLastOnesStay() throws IOException {
        for (long step = 1; step <= 5; step++) {
            store.save(Snapshots.of(step), new Retention(3, 0));
        }
        assertThat(steps()).containsExactly("step-000003", "step-000004", "step-000005");
    }

    @Test
    void theFirstOfEveryFewEpochsStaysBesidesTheLast() throws IOException {
        // Two checkpoints an epoch; those of epochs 2 and 4 that came first stay, epoch 0 has no claim.
        for (long step = 0; step < 12; step++) {
            store.save(Snapshots.of(step, step / 2), new Retention(1, 2));
        }
        assertThat(steps()).containsExactly("step-000004", "step-000008", "step-000011");
    }

    @Test
    void theCheckpointJustSavedStaysEvenIfOthersAreNewer() throws IOException {
        store.save(Snapshots.of(9), new Retention(1, 0));
        store.save(Snapshots.of(3), new Retention(1, 0));
        assertThat(steps()).containsExactly("step-000003", "step-000009");
    }

    @Test
    void aCheckpointThatIsReadStaysUntilItsLastReaderIsDone() throws IOException {
        store.save(Snapshots.of(1), new Retention(1, 0));
        Checkpoint first = store.newestValid().orElseThrow();
        Checkpoint second = new CheckpointStore(run, "1").newestValid().orElseThrow();

        store.save(Snapshots.of(2), new Retention(1, 0));
        Snapshots.assertWhole(first);
        first.close();
        first.close();
        store.save(Snapshots.of(3), new Retention(1, 0));
        Snapshots.assertWhole(second);
        assertThat(steps()).containsExactly("step-000001", "step-000003");

        second.close();
        store.save(Snapshots.of(4), new Retention(1, 0));
        assertThat(steps()).containsExactly("step-000004");
    }

    @Test
    void corruptOnesAreEvidenceAndStay() throws IOException {
        Files.createDirectories(store.folder().resolve("step-000001.corrupt"));
        store.save(Snapshots.of(2), new Retention(1, 0));
        assertThat(steps()).containsExactly("step-000001.corrupt", "step-000002");
    }

    @Test
    void oneWhoseEpochCannotBeToldStaysAndTheSaveSucceeds() throws IOException {
        Path unreadable = store.save(Snapshots.of(1, 1), new Retention(1, 2));
        Files.delete(unreadable.resolve("manifest.json"));
        store.save(Snapshots.of(2, 1), new Retention(1, 2));
        assertThat(steps()).containsExactly("step-000001", "step-000002");
    }

    @Test
    void theCheckpointOfAJudgedStepOrElseTheFirstOneAfterItStays() throws IOException {
        for (long step = 2; step <= 20; step += 2) {
            store.save(Snapshots.of(step), new Retention(1, 0), Set.of(4L, 11L, 99L));
        }
        assertThat(steps()).containsExactly("step-000004", "step-000012", "step-000020");

        store.save(Snapshots.of(22), new Retention(1, 0), Set.of(12L));
        assertThat(steps()).containsExactly("step-000012", "step-000022");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Retention(0, 0)).hasMessageContaining("keepLast 0 must be at least 1");
        assertThatThrownBy(() -> new Retention(1, -1)).hasMessageContaining("keepEveryEpochs -1");
    }

    private List<String> steps() throws IOException {
        try (Stream<Path> entries = Files.list(store.folder())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("step"))
                    .sorted()
                    .toList();
        }
    }
}
