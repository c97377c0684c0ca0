package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 2 and 3 of the faults: checkpoints that went bad after they were saved. */
class CorruptCheckpointTest {
    /** Harms one checkpoint's folder. */
    private interface Damage {
        void to(Path folder) throws IOException;
    }

    @TempDir
    private Path run;

    private CheckpointStore store;
    private Path older;
    private Path newer;

    @BeforeEach
    void saveTwo() throws IOException {
        store = new CheckpointStore(run, "1");
        older = store.save(Snapshots.of(10), Snapshots.KEEP_TWO);
        newer = store.save(Snapshots.of(20), Snapshots.KEEP_TWO);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("file cut", folder -> cut(folder.resolve("weights.bin"))),
                damage("file empty", folder -> Files.write(folder.resolve("weights.bin"), new byte[0])),
                damage("file missing", folder -> Files.delete(folder.resolve("moments.bin"))),
                damage("one bit of a file", folder -> flip(folder.resolve("moments.bin"), 1234)),
                damage("file a folder", folder -> {
                    Files.delete(folder.resolve("moments.bin"));
                    Files.createDirectory(folder.resolve("moments.bin"));
                }),
                damage("manifest missing", folder -> Files.delete(folder.resolve("manifest.json"))),
                damage("manifest empty", folder -> Files.write(folder.resolve("manifest.json"), new byte[0])),
                damage("manifest cut", folder -> cut(folder.resolve("manifest.json"))),
                damage("manifest of zeros", folder -> Files.write(folder.resolve("manifest.json"), new byte[500])),
                damage(
                        "manifest of another step",
                        folder -> Files.write(
                                folder.resolve("manifest.json"),
                                Files.readAllBytes(
                                        folder.resolveSibling("step-000010").resolve("manifest.json")))),
                damage("everything missing", folder -> {
                    DurableFiles.deleteTree(folder);
                    Files.createDirectory(folder);
                }));
    }

    private static Arguments damage(String what, Damage damage) {
        return Arguments.of(what, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void theNextOlderCheckpointIsUsedAndTheBadOneSetAside(String what, Damage damage) throws IOException {
        damage.to(newer);

        try (Checkpoint checkpoint = store.newestValid().orElseThrow()) {
            assertThat(checkpoint.folder()).as(what).isEqualTo(older);
            Snapshots.assertWhole(checkpoint);
        }
        assertThat(newer).doesNotExist();
        assertThat(store.folder().resolve("step-000020.corrupt")).isDirectory();
        assertThat(store.corruptCount()).isEqualTo(1);

        store.newestValid().orElseThrow().close(); // it is not tried, nor counted, again
        assertThat(store.corruptCount()).isEqualTo(1);
    }

    @Test
    void whoeverOnlyLooksFindsTheSameAndMovesNothing() throws IOException {
        cut(newer.resolve("weights.bin"));

        try (Checkpoint checkpoint = store.findNewestValid().orElseThrow()) {
            assertThat(checkpoint.folder()).isEqualTo(older);
        }
        assertThat(newer).isDirectory();
        assertThat(store.corruptCount()).isEqualTo(1);

        cut(older.resolve("weights.bin"));
        assertThatThrownBy(store::findNewestValid)
                .isInstanceOfSatisfying(
                        NoValidCheckpointException.class,
                        failure -> assertThat(failure.tried()).containsExactly(newer, older));
        assertThat(older).isDirectory();
    }

    @Test
    void ifEveryCheckpointIsBadTheRunDoesNotBeginFromScratchNowOrLater() throws IOException {
        flip(older.resolve("weights.bin"), 0);
        flip(newer.resolve("moments.bin"), 19_999);

        assertThatThrownBy(store::newestValid)
                .isInstanceOfSatisfying(
                        NoValidCheckpointException.class,
                        failure -> assertThat(failure.tried())
                                .containsExactly(
                                        store.folder().resolve("step-000020.corrupt"),
                                        store.folder().resolve("step-000010.corrupt")))
                .hasMessageContaining("step-000010")
                .hasMessageContaining("move that folder away");
        assertThatThrownBy(() -> new CheckpointStore(run, "1").newestValid())
                .isInstanceOf(NoValidCheckpointException.class);
    }

    @Test
    void aStepThatGoesBadTwiceIsSetAsideTwice() throws IOException {
        for (int round = 0; round < 2; round++) {
            cut(newer.resolve("weights.bin"));
            store.newestValid().orElseThrow().close();
            store.save(Snapshots.of(20), Snapshots.KEEP_TWO);
        }
        assertThat(store.corruptCount()).isEqualTo(2);
        try (Checkpoint checkpoint = store.newestValid().orElseThrow()) {
            assertThat(checkpoint.folder()).isEqualTo(newer);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aFlippedBitOfTheManifestIsFoundOrHarmless(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = Files.readAllBytes(newer.resolve("manifest.json"));
        Manifest expected = ManifestJson.decode(sound);
        for (int round = 0; round < 500; round++) {
            byte[] flipped = sound.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(ManifestJson.decode(flipped)).isEqualTo(expected); // a space became a tab
            } catch (CorruptCheckpointException found) {
                assertThat(found).hasMessageContaining("manifest");
            }
        }
    }

    @Test
    void aManifestOfALaterFormatIsNoDamage() throws IOException {
        Path manifest = newer.resolve("manifest.json");
        String content = "{\"format\":2,\"masque_version\":\"9\"}";
        String digest = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, "{\"content\":" + content + ",\"sha256\":\"" + digest + "\"}");

        assertThatThrownBy(store::newestValid)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(newer.toString())
                .hasMessageContaining("its format is 2");
        assertThat(newer).isDirectory();
        assertThat(store.corruptCount()).isZero();
    }

    @Test
    void aManifestThatNamesAFileOutsideIsCorrupt() {
        String content = "{\"format\":1,\"created\":\"2026-01-01T00:00:00Z\",\"files\":{\"../../passwd\":{}}}";
        String digest = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"content\":" + content + ",\"sha256\":\"" + digest + "\"}";
        assertThatThrownBy(() -> ManifestJson.decode(manifest.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptCheckpointException.class)
                .hasMessageContaining("outside its folder");
    }

    private static void cut(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 1));
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[at] ^= 1;
        Files.write(file, content);
    }
}
