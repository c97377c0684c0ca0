package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Row 1 of the faults: kill -9 in the middle of a checkpoint, with real processes. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES) // against a hang, not a measurement
class KilledProcessTest {
    private static final int KILLS = 10;

    @TempDir
    private Path run;

    @Test
    void afterEveryKillTheLastSavedCheckpointOrALaterOneIsThere() throws IOException {
        SplittableRandom random = new SplittableRandom(20260101);
        long durable = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            durable = Math.max(durable, saveAndKill(3 + random.nextInt(60)));

            CheckpointStore store = new CheckpointStore(run, "1");
            store.cleanStale();
            try (Checkpoint checkpoint = store.newestValid().orElseThrow()) {
                assertThat(checkpoint.manifest().step()).isGreaterThanOrEqualTo(durable);
                Snapshots.assertWhole(checkpoint);
            }
            assertThat(store.corruptCount()).isZero();
            assertNoTemporaryFolders(store.folder());
        }
        assertThat(durable).isPositive();
    }

    // The child runs ahead of what is read here, so the line that is waited for says nothing of where it is hit.
    private long saveAndKill(int lines) throws IOException {
        long durable = 0;
        try (ChildProcess child = ChildProcess.start("save", run)) {
            for (int i = 0; i < lines || durable == 0; i++) {
                String line = child.nextLine();
                durable = line.startsWith("saved ") ? Long.parseLong(line.substring(6)) : durable;
            }
        }
        return durable;
    }

    @Test
    void aCheckpointThatAnotherProcessReadsIsNotDeleted() throws IOException {
        CheckpointStore store = new CheckpointStore(run, "1");
        Retention keepOne = new Retention(1, 0);
        Path first = store.save(Snapshots.of(1), keepOne);
        try (ChildProcess reader = ChildProcess.start("read", run)) {
            assertThat(reader.nextLine()).isEqualTo("reading 1");
            store.save(Snapshots.of(2), keepOne);
            assertThat(first).isDirectory();
        }
        store.save(Snapshots.of(3), keepOne);
        assertThat(first).doesNotExist();
    }

    private static void assertNoTemporaryFolders(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries.map(Path::toString)).noneMatch(name -> name.contains(".tmp"));
        }
    }
}
