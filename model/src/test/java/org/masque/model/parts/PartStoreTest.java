package org.masque.model.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.masking.PatchGrid;

class PartStoreTest {
    private static final PatchGrid GRID = new PatchGrid(2, 3);

    @TempDir
    private Path folder;

    private static PartStoreHeader header(int images, int parts, String encoder) {
        return new PartStoreHeader(
                images,
                GRID,
                parts,
                new PartProvenance(new TreeMap<>(Map.of("encoder", encoder, "parts.provider", "learned"))));
    }

    private Path file() {
        return folder.resolve("labels.bin");
    }

    @Test
    void labelsAreReadBackByAnotherOpening() throws IOException {
        try (PartStore store = PartStore.forWriting(file(), header(5, 4, "a"))) {
            store.write(3, new byte[] {0, 1, 2, 3, 3, 0});
            store.labelledBefore(4);
            assertThat(store.isComplete()).isFalse();
        }
        try (PartStore store = PartStore.forReading(file())) {
            assertThat(store.read(3)).containsExactly(0, 1, 2, 3, 3, 0);
            assertThat(store.read(0)).isNull();
            assertThat(store.labelled()).isEqualTo(4);
            assertThat(store.header()).isEqualTo(header(5, 4, "a"));
            assertThatThrownBy(() -> store.read(5)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(Files.size(file())).isEqualTo(PartStore.fileBytes(header(5, 4, "a")));
    }

    @Test
    void labelsOfAnotherEncoderAreRefusedWithWhatDiffersAndWhatToDo() throws IOException {
        PartStore.forWriting(file(), header(5, 4, "a")).close();
        assertThatThrownBy(() -> PartStore.forWriting(file(), header(5, 4, "b")))
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining("labels.bin")
                .hasMessageContaining("encoder = a, not b")
                .hasMessageContaining("choose another run.name");
        assertThatThrownBy(() -> PartStore.forWriting(file(), header(6, 4, "a")))
                .isInstanceOf(OtherPartsException.class)
                .hasMessageContaining("5 images of 2x3 patches in 4 parts, not 6 images");
    }

    @Test
    void aCutOrForeignFileIsRefused() throws IOException {
        PartStore.forWriting(file(), header(5, 4, "a")).close();
        byte[] whole = Files.readAllBytes(file());
        for (int length : new int[] {0, 7, 39, 50, whole.length - 1}) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> PartStore.forReading(file()))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("delete it");
        }
        Files.write(file(), new byte[4096]);
        assertThatThrownBy(() -> PartStore.forReading(file())).isInstanceOf(IOException.class);
    }

    @Test
    void aLabelBeyondThePartsIsRefused() throws IOException {
        try (PartStore store = PartStore.forWriting(file(), header(5, 4, "a"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.write(0, new byte[] {0, 1, 2, 3, 4, 0}));
            assertThatIllegalArgumentException().isThrownBy(() -> store.write(0, new byte[5]));
        }
    }
}
