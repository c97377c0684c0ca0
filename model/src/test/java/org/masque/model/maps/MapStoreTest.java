package org.masque.model.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.masking.PatchGrid;

class MapStoreTest {
    private static final PatchGrid GRID = new PatchGrid(3, 5);
    private static final int IMAGES = 11;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "mappings of {0} bytes")
    @ValueSource(ints = {1, 48, 100, 400, 1 << 20})
    void everyImageGetsItsMapBackWhateverTheSizeOfAMapping(int mappingBytes) throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID, mappingBytes)) {
            for (int image = 0; image < IMAGES; image++) {
                store.write(image, map(image), 100 + image, image);
            }
            for (int image = 0; image < IMAGES; image++) {
                assertThat(read(store, image)).containsExactly(map(image), within(.51f / 65535));
                assertThat(store.stamp(image)).isEqualTo(new MapStamp(100 + image, image));
            }
        }
    }

    @Test
    void theEndsOfTheRangeAreKeptExactly() throws IOException {
        try (MapStore store = MapStore.open(file(), 1, new PatchGrid(1, 2))) {
            store.write(0, new float[] {0, 1}, 1, 0);
            float[] map = {.5f, .5f};
            assertThat(store.read(0, map)).isTrue();
            assertThat(map).containsExactly(0, 1);
        }
    }

    @Test
    void anImageWithoutAMapSaysSoAndLeavesTheArrayAlone() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            float[] map = new float[15];
            Arrays.fill(map, .5f);

            assertThat(store.read(3, map)).isFalse();
            assertThat(map).containsOnly(.5f);
            assertThat(store.stamp(3)).isNull();
        }
    }

    @Test
    void mapsAreStillThereAfterReopening() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            store.write(4, map(4), 7, 2);
        }
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThat(read(store, 4)).containsExactly(map(4), within(1f / 65535));
            assertThat(store.stamp(4)).isEqualTo(new MapStamp(7, 2));
            assertThat(store.stamp(5)).isNull();
        }
    }

    @Test
    void aMapWhoseWriterWasKilledCountsAsNeverWritten() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            store.write(0, map(0), 7, 2);
            store.write(1, map(1), 7, 2);
        }
        MapFileLayout layout = new MapFileLayout(IMAGES, GRID);
        try (RandomAccessFile killed = new RandomAccessFile(file().toFile(), "rw")) {
            killed.seek(MapFileLayout.IN_USE_AT);
            killed.write(1);
            killed.seek(MapFileLayout.HEADER_BYTES + layout.recordBytes());
            killed.write(3);
        }
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThat(store.stamp(0)).isNotNull();
            assertThat(store.stamp(1)).isNull();
            store.write(1, map(1), 8, 3);
            assertThat(store.stamp(1)).isEqualTo(new MapStamp(8, 3));
        }
    }

    @Test
    void aFileOfOtherImagesOrAnotherGridIsRefused() throws IOException {
        MapStore.open(file(), IMAGES, GRID).close();

        assertThatIOException()
                .isThrownBy(() -> MapStore.open(file(), IMAGES, new PatchGrid(8, 8)))
                .withMessageContaining("maps.bin holds 11 maps of 3x5 patches, but this run has 11 maps of 8x8")
                .withMessageContaining("delete it");
        assertThatIOException()
                .isThrownBy(() -> MapStore.open(file(), 12, GRID))
                .withMessageContaining("12 maps");
    }

    @Test
    void aFileThatIsNoStoreOrIsCutShortIsRefused() throws IOException {
        Files.writeString(file(), "not maps");
        assertThatIOException()
                .isThrownBy(() -> MapStore.open(file(), IMAGES, GRID))
                .withMessageContaining("is not a file of maps");

        Files.delete(file());
        MapStore.open(file(), IMAGES, GRID).close();
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 300));
        assertThatIOException()
                .isThrownBy(() -> MapStore.open(file(), IMAGES, GRID))
                .withMessageContaining("has 300 bytes instead of 592");
    }

    @Test
    void aStoreThatIsOpenCannotBeOpenedAgain() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThatIOException()
                    .isThrownBy(() -> MapStore.open(file(), IMAGES, GRID))
                    .withMessageContaining("already open");
            store.write(0, map(0), 1, 1);
        }
    }

    @Test
    void aClosedStoreRefusesToReadAndWrite() throws IOException {
        MapStore store = MapStore.open(file(), IMAGES, GRID);
        store.close();
        store.close();

        assertThatIllegalStateException().isThrownBy(() -> store.read(0, new float[15]));
        assertThatIllegalStateException().isThrownBy(() -> store.write(0, map(0), 1, 1));
    }

    @ParameterizedTest(name = "weight {0}")
    @ValueSource(floats = {-.01f, 1.01f, Float.NaN, Float.POSITIVE_INFINITY})
    void aWeightOutOfRangeIsRefusedAndTheOldMapStays(float weight) throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            store.write(2, map(2), 1, 0);
            float[] bad = map(2);
            bad[7] = weight;

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(2, bad, 2, 1))
                    .withMessageContaining("image 2 weighs patch 7");
            assertThat(store.stamp(2)).isEqualTo(new MapStamp(1, 0));
        }
    }

    @Test
    void coverageCountsMapsAndFindsTheOldestAndTheNewest() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThat(store.coverage()).isEqualTo(new MapCoverage(IMAGES, 0, null, null));
            store.write(1, map(1), 50, 5);
            store.write(9, map(9), 20, 2);
            store.write(3, map(3), 90, 9);

            assertThat(store.coverage())
                    .isEqualTo(new MapCoverage(IMAGES, 3, new MapStamp(20, 2), new MapStamp(90, 9)));
            assertThat(store.coverage().share()).isEqualTo(3.0 / 11);
        }
    }

    @Test
    void aCopyAndASnapshotAreTheSameBytesAndRestoreTheSameMaps() throws IOException {
        Path copy = folder.resolve("copy.bin");
        Path written = folder.resolve("snapshot.bin");
        try (MapStore store = MapStore.open(file(), IMAGES, GRID, 100)) {
            store.write(1, map(1), 9, 1);
            store.write(1, map(2), 10, 2);
            store.copyTo(copy);
            MapSnapshot snapshot = store.snapshot();
            store.write(1, map(3), 11, 3);
            store.write(6, map(6), 11, 3);
            snapshot.writeTo(written);
            assertThat(snapshot.bytes()).isEqualTo(Files.size(written));

            store.restore(copy);

            assertThat(store.stamp(1)).isEqualTo(new MapStamp(10, 2));
            assertThat(read(store, 1)).containsExactly(map(2), within(1f / 65535));
            assertThat(store.stamp(6)).isNull();
        }
        assertThat(written).hasSameBinaryContentAs(copy);
        try (MapStore opened = MapStore.open(copy, IMAGES, GRID)) {
            assertThat(opened.stamp(1)).isEqualTo(new MapStamp(10, 2));
        }
    }

    @Test
    void aCopyOfOtherMapsIsNotRestored() throws IOException {
        Path other = folder.resolve("other.bin");
        MapStore.open(other, 5, GRID).close();
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThatIOException().isThrownBy(() -> store.restore(other)).withMessageContaining("holds 5 maps");
        }
    }

    @Test
    void anImageOutOfRangeIsRefused() throws IOException {
        try (MapStore store = MapStore.open(file(), IMAGES, GRID)) {
            assertThat(catchThrowable(() -> store.stamp(11)))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("image 11 of 11");
        }
    }

    private Path file() {
        return folder.resolve("maps.bin");
    }

    private static float[] read(MapStore store, int image) {
        float[] map = new float[15];
        assertThat(store.read(image, map)).isTrue();
        return map;
    }

    private static float[] map(int image) {
        SplittableRandom random = new SplittableRandom(image);
        float[] map = new float[15];
        for (int patch = 0; patch < map.length; patch++) {
            map[patch] = (float) random.nextDouble();
        }
        return map;
    }
}
