package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.data.ImageSizes.SizedImage;
import org.masque.model.data.ScannedSet.BadImage;
import org.masque.model.data.ScannedSet.ClassCount;

class SetScanTest {
    // Views of 12 x 20 pixels.
    private static final Augmentation VIEW = NumberedImages.augmentation();

    @TempDir
    private Path folder;

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static byte[] jpeg(int width, int height) {
        return SampleImages.encode(SampleImages.plain(width, height, Color.RED), "jpg");
    }

    private ScannedSet scan(int threads) throws IOException {
        try (ImageSource source = ImageSources.open(SourceKind.IMAGES, folder, Split.TRAIN, 1_000_000)) {
            return SetScan.of(source, VIEW, threads, (images, bad) -> {});
        }
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {1, 2, 7})
    void classesSizesAndBadImagesAreTheSameWithAnyNumberOfThreads(int threads) throws IOException {
        write("cat/a.jpg", jpeg(300, 200));
        write("cat/b.jpg", jpeg(20, 12));
        write("cat/cut.jpg", Arrays.copyOf(jpeg(300, 200), 700));
        write("dog/c.jpg", jpeg(19, 40));
        write("dog/empty.png", new byte[0]);
        write("dog/huge.png", SampleImages.encode(SampleImages.plain(1001, 1000, Color.RED), "png"));
        write("dog/page.jpg", "<html>".getBytes(StandardCharsets.UTF_8));

        ScannedSet found = scan(threads);

        assertThat(found.images()).isEqualTo(7);
        assertThat(found.usable()).isEqualTo(3);
        assertThat(found.classes()).containsExactly(new ClassCount("cat", 3, 1), new ClassCount("dog", 4, 3));
        assertThat(found.bad())
                .extracting(BadImage::id, BadImage::reason)
                .containsExactly(
                        tuple(2, SkipReason.TRUNCATED),
                        tuple(4, SkipReason.EMPTY),
                        tuple(5, SkipReason.TOO_LARGE),
                        tuple(6, SkipReason.UNDECODABLE));
        assertThat(found.bad().get(1).name())
                .isEqualTo(folder.resolve("dog/empty.png").toString());
        assertThat(found.bad().get(1).message()).endsWith("empty.png: no bytes at all");
        assertThat(found.reasons()).hasSize(4).containsEntry(SkipReason.EMPTY, 1);
        assertThat(found.sizes().smallest())
                .contains(new SizedImage(folder.resolve("cat/b.jpg").toString(), 12, 20));
        assertThat(found.sizes().largest())
                .contains(new SizedImage(folder.resolve("cat/a.jpg").toString(), 200, 300));
        assertThat(found.sizes().different()).isEqualTo(3);
        assertThat(found.sizes().shorterSides()).isEqualTo(Map.of(8, 1, 16, 1, 128, 1));
        // 19 columns are fewer than the view's 20; 12 x 20 is just enough.
        assertThat(found.sizes().smallerThanView()).isEqualTo(1);
    }

    @Test
    void aSetOfNothingButBadImagesHasNoSizes() throws IOException {
        write("a.jpg", new byte[0]);

        ScannedSet found = scan(2);

        assertThat(found.usable()).isZero();
        assertThat(found.classes()).isEmpty();
        assertThat(found.sizes()).isEqualTo(new ImageSizes(0, Optional.empty(), Optional.empty(), new TreeMap<>(), 0));
    }

    @Test
    void aLinkToNowhereIsABadImageOfItsClass() throws IOException {
        write("cat/a.jpg", jpeg(30, 20));
        write("dog/b.jpg", jpeg(30, 20));
        Files.createSymbolicLink(folder.resolve("dog/c.jpg"), Path.of("/nowhere/c.jpg"));

        ScannedSet found = scan(2);

        assertThat(found.classes()).containsExactly(new ClassCount("cat", 1, 0), new ClassCount("dog", 2, 1));
        assertThat(found.reasons()).isEqualTo(Map.of(SkipReason.UNREADABLE, 1));
    }

    @Test
    void everyImageIsReadOnceAndHeardOf() {
        Set<Integer> heard = ConcurrentHashMap.newKeySet();

        ScannedSet found = SetScan.of(new NumberedImages(500, 3, 77), VIEW, 4, (images, bad) -> heard.add(images));

        assertThat(heard).hasSize(500).contains(1, 500);
        assertThat(found.bad()).extracting(BadImage::id).isEqualTo(List.of(3, 77));
        assertThat(found.classes()).extracting(ClassCount::images).containsExactly(167, 167, 166);
        assertThat(found.classes()).extracting(ClassCount::bad).containsExactly(1, 0, 1);
    }

    @Test
    void whatIsNoFaultOfAnImageEndsTheScan() {
        assertThatThrownBy(() -> SetScan.of(new NumberedImages(500), VIEW, 3, (images, bad) -> {
                    throw new IllegalStateException("broken");
                }))
                .hasRootCauseMessage("broken");
    }
}
