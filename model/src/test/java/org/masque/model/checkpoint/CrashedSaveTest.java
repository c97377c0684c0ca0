package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A save that ends at any stage, as if by kill -9 or by the disk. */
class CrashedSaveTest {
    /** Goes past every handler, like the end of the process. */
    private static final class Crash extends Error {}

    @TempDir
    private Path run;

    private CheckpointStore store;

    @BeforeEach
    void saveBefore() throws IOException {
        store = new CheckpointStore(run, "1");
        store.save(Snapshots.of(10, 1), Snapshots.KEEP_TWO);
    }

    @ParameterizedTest(name = "after {0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "OLD_MOVED_ASIDE")
    void aCrashedSaveOfANewStepLeavesTheOldOneOrGivesTheNewOneWhole(SaveStage last) throws IOException {
        crash(last, Snapshots.of(20, 2));

        long expected = last.compareTo(SaveStage.RENAMED) < 0 ? 10 : 20;
        assertResumesAt(expected, expected / 10);
    }

    @ParameterizedTest(name = "after {0}")
    @EnumSource
    void aCrashedSaveOfTheSameStepLeavesTheOldOneOrGivesTheNewOneWhole(SaveStage last) throws IOException {
        crash(last, Snapshots.of(10, 2));

        assertResumesAt(10, last.compareTo(SaveStage.RENAMED) < 0 ? 1 : 2);
    }

    @ParameterizedTest(name = "after {0}")
    @EnumSource(mode = Mode.EXCLUDE, names = "OLD_MOVED_ASIDE")
    void aFailedSaveSaysHowFarItCameAndLeavesNoTemporaryFolder(SaveStage last) throws IOException {
        CheckpointStore failing = new CheckpointStore(run, "1", stage -> {
            if (stage == last) {
                throw new IOException("No space left on device");
            }
        });
        assertThatThrownBy(() -> failing.save(Snapshots.of(20, 2), Snapshots.KEEP_TWO))
                .isInstanceOfSatisfying(
                        CheckpointSaveException.class,
                        failure -> assertThat(failure.stage()).isEqualTo(last));

        assertThat(folders()).noneMatch(name -> name.contains("step") && name.contains(".tmp"));
        long expected = last.compareTo(SaveStage.RENAMED) < 0 ? 10 : 20;
        assertResumesAt(expected, expected / 10);
    }

    private void crash(SaveStage last, CheckpointContent content) {
        CheckpointStore crashing = new CheckpointStore(run, "1", stage -> {
            if (stage == last) {
                throw new Crash();
            }
        });
        assertThatThrownBy(() -> crashing.save(content, new Retention(1, 0))).isInstanceOf(Crash.class);
    }

    // What the next process does: clean, resume, go on saving.
    private void assertResumesAt(long step, long epoch) throws IOException {
        CheckpointStore next = new CheckpointStore(run, "1");
        next.cleanStale();
        assertThat(folders()).noneMatch(name -> name.contains(".tmp"));
        try (Checkpoint checkpoint = next.newestValid().orElseThrow()) {
            assertThat(checkpoint.manifest().step()).isEqualTo(step);
            assertThat(checkpoint.manifest().epoch()).isEqualTo(epoch);
            for (Manifest.SavedFile file : checkpoint.manifest().files()) {
                assertThat(checkpoint.file(file.name())).hasSize(file.bytes());
            }
        }
        assertThat(next.corruptCount()).isZero();
        next.save(Snapshots.of(30), new Retention(1, 0));
        assertThat(folders()).containsExactlyInAnyOrder("LATEST", "step-000030");
    }

    private List<String> folders() throws IOException {
        try (Stream<Path> entries = Files.list(store.folder())) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
