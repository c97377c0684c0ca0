package org.masque.model.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.masque.masking.PatchGrid;

class MapStoreConcurrencyTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);
    private static final int IMAGES = 3;
    private static final int WRITES = 40_000;

    @TempDir
    Path folder;

    // Every map is written with all its weights alike, so a torn one shows two values.
    @Test
    @Timeout(60)
    void noReaderEverSeesHalfOfOneMapAndHalfOfAnother() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        AtomicBoolean writing = new AtomicBoolean(true);
        try (MapStore store = MapStore.open(folder.resolve("maps.bin"), IMAGES, GRID)) {
            List<Future<?>> writers = new ArrayList<>();
            List<Future<Integer>> readers = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                int seed = thread;
                writers.add(threads.submit(() -> write(store, seed)));
                readers.add(threads.submit(() -> readWhile(store, writing)));
            }
            Future<Integer> copies = threads.submit(() -> copyWhile(store, writing));
            for (Future<?> writer : writers) {
                writer.get();
            }
            writing.set(false);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
            assertThat(copies.get()).isPositive();
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void write(MapStore store, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] map = new float[GRID.patches()];
        for (int write = 0; write < WRITES; write++) {
            int version = random.nextInt(65536);
            Arrays.fill(map, version / 65535f);
            store.write(random.nextInt(IMAGES), map, version, version);
        }
    }

    private static int readWhile(MapStore store, AtomicBoolean writing) {
        float[] map = new float[GRID.patches()];
        int reads = 0;
        do {
            for (int image = 0; image < IMAGES; image++) {
                if (store.read(image, map)) {
                    assertThat(map).containsOnly(map[0]);
                    reads++;
                }
                MapStamp stamp = store.stamp(image);
                assertThat(stamp == null || stamp.weightsVersion() == stamp.epoch())
                        .isTrue();
            }
        } while (writing.get() || reads == 0);
        return reads;
    }

    private int copyWhile(MapStore store, AtomicBoolean writing) throws IOException {
        int copies = 0;
        do {
            Path copy = folder.resolve("copy-" + copies++ + ".bin");
            store.copyTo(copy);
            try (MapStore opened = MapStore.open(copy, IMAGES, GRID)) {
                float[] map = new float[GRID.patches()];
                for (int image = 0; image < IMAGES; image++) {
                    MapStamp stamp = opened.stamp(image);
                    if (stamp != null && opened.read(image, map)) {
                        assertThat(map).containsOnly(stamp.epoch() / 65535f);
                    }
                }
            }
        } while (writing.get());
        return copies;
    }
}
