package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
    @TempDir
    private Path run;

    private CheckpointStore store;

    @BeforeEach
    void openStore() {
        store = new CheckpointStore(run, "1.2.3");
    }

    @Test
    void aRunWithoutCheckpointsHasNone() throws IOException {
        assertThat(store.newestValid()).isEmpty();
        assertThat(store.cleanStale()).isEmpty();
    }

    @Test
    void theNewestCheckpointComesBackWhole() throws IOException {
        store.save(Snapshots.of(7), Snapshots.KEEP_TWO);
        store.save(Snapshots.of(12, 3), Snapshots.KEEP_TWO);

        try (Checkpoint checkpoint = newest()) {
            Snapshots.assertWhole(checkpoint);
            Manifest manifest = checkpoint.manifest();
            assertThat(manifest.step()).isEqualTo(12);
            assertThat(manifest.epoch()).isEqualTo(3);
            assertThat(manifest.configHash()).isEqualTo("cafe");
            assertThat(manifest.masqueVersion()).isEqualTo("1.2.3");
            assertThat(manifest.files())
                    .extracting(Manifest.SavedFile::name, Manifest.SavedFile::bytes)
                    .containsExactly(tuple("weights.bin", 20_000L), tuple("moments.bin", 20_000L));
        }
        assertThat(store.folder().resolve("LATEST")).hasContent("step-000012");
        assertThat(names()).containsExactly("LATEST", "step-000007", "step-000012");
    }

    // A snapshot that waited for the disk between its files would have to keep more of what training overwrites.
    @Test
    void allFilesAreWrittenBeforeTheDiskIsWaitedFor() throws IOException {
        List<SaveStage> stages = new ArrayList<>();
        new CheckpointStore(run, "1.2.3", stages::add).save(Snapshots.of(7), Snapshots.KEEP_TWO);

        assertThat(stages)
                .containsSubsequence(
                        SaveStage.FILE_WRITTEN,
                        SaveStage.FILE_WRITTEN,
                        SaveStage.FILE_SYNCED,
                        SaveStage.FILE_SYNCED,
                        SaveStage.MANIFEST_SYNCED)
                .isSorted();
    }

    @Test
    void stepsBeyondSixDigitsAreNewerThanThoseWithin() throws IOException {
        store.save(Snapshots.of(1_000_000), Snapshots.KEEP_TWO);
        store.save(Snapshots.of(999_999), Snapshots.KEEP_TWO);
        try (Checkpoint checkpoint = newest()) {
            assertThat(checkpoint.manifest().step()).isEqualTo(1_000_000);
        }
    }

    @Test
    void aFileThatWasNotSavedIsNamed() throws IOException {
        store.save(Snapshots.of(1), Snapshots.KEEP_TWO);
        try (Checkpoint checkpoint = newest()) {
            assertThatThrownBy(() -> checkpoint.file("ema.bin"))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("ema.bin");
            assertThatThrownBy(() -> checkpoint.file("readers.lock")).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void savingAStepAgainReplacesIt() throws IOException {
        store.save(Snapshots.of(5, 1), Snapshots.KEEP_TWO);
        store.save(Snapshots.of(5, 2), Snapshots.KEEP_TWO);
        try (Checkpoint checkpoint = newest()) {
            assertThat(checkpoint.manifest().epoch()).isEqualTo(2);
        }
        assertThat(names()).containsExactly("LATEST", "step-000005");
    }

    @Test
    void aStepThatIsBeingReadIsNotReplacedUnderItsReader() throws IOException {
        store.save(Snapshots.of(5), Snapshots.KEEP_TWO);
        try (Checkpoint checkpoint = newest()) {
            assertThatThrownBy(() -> store.save(Snapshots.of(5), Snapshots.KEEP_TWO))
                    .isInstanceOf(CheckpointSaveException.class)
                    .hasMessageContaining("being read");
            Snapshots.assertWhole(checkpoint);
        }
        assertThat(names()).containsExactly("LATEST", "step-000005");
    }

    @Test
    void aFullDiskIsReportedWithPathAndSpaceAndLeavesNothingHalf() throws IOException {
        store.save(Snapshots.of(1), Snapshots.KEEP_TWO);
        CheckpointFile fails = new CheckpointFile("weights.bin", channel -> {
            throw new IOException("No space left on device");
        });
        CheckpointContent content = new CheckpointContent(2, 0, "cafe", Map.of(), List.of(fails));

        assertThatThrownBy(() -> store.save(content, Snapshots.KEEP_TWO))
                .isInstanceOfSatisfying(
                        CheckpointSaveException.class,
                        failure -> assertThat(failure.stage()).isEqualTo(SaveStage.FOLDER_CREATED))
                .hasMessageContaining(store.folder().resolve("step-000002") + " (after folder_created)")
                .hasMessageContaining("No space left on device")
                .hasMessageMatching("(?s).*; \\d+(\\.\\d)? .?B free");
        assertThat(names()).containsExactly("LATEST", "step-000001");
        try (Checkpoint checkpoint = newest()) {
            Snapshots.assertWhole(checkpoint);
        }
    }

    @Test
    void aWriterThatCrashesLeavesNothingHalfAndIsNotTakenForADiskFailure() throws IOException {
        CheckpointFile fails = new CheckpointFile("weights.bin", channel -> {
            throw new IllegalStateException("used after close");
        });
        CheckpointContent content = new CheckpointContent(2, 0, "cafe", Map.of(), List.of(fails));
        assertThatThrownBy(() -> store.save(content, Snapshots.KEEP_TWO)).isInstanceOf(IllegalStateException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void staleFoldersOfSavesAreRemovedAndNothingElse() throws IOException {
        store.save(Snapshots.of(1), Snapshots.KEEP_TWO);
        Path stale = Files.createDirectories(store.folder().resolve("step-000002.tmp-1234"));
        Files.write(stale.resolve("weights.bin"), new byte[3]);
        Files.createDirectory(store.folder().resolve("step-000003.corrupt"));
        Files.createDirectory(store.folder().resolve("notes"));
        Files.writeString(store.folder().resolve("LATEST.tmp"), "step-0000");

        assertThat(store.cleanStale()).containsExactly(stale);

        assertThat(names()).containsExactly("LATEST", "notes", "step-000001", "step-000003.corrupt");
    }

    @Test
    void namesThatLeaveTheFolderOrHideTheManifestAreRefused() {
        for (String name : List.of("../weights", "a/b", "", ".hidden", "manifest.json", "readers.lock", "a\nb")) {
            assertThatThrownBy(() -> new CheckpointFile(name, channel -> {}))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSnapshotNeedsFilesWithDifferentNames() {
        CheckpointFile file = new CheckpointFile("a", channel -> {});
        assertThatThrownBy(() -> new CheckpointContent(1, 0, "", Map.of(), List.of(file, file)))
                .hasMessageContaining("each with its own name");
        assertThatThrownBy(() -> new CheckpointContent(1, 0, "", Map.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CheckpointContent(-1, 0, "", Map.of(), List.of(file)))
                .hasMessageContaining("step -1");
    }

    private Checkpoint newest() throws IOException {
        return store.newestValid().orElseThrow();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(store.folder())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
