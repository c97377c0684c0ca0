package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.masking.score.PixelBox;

class TrimapArchiveTest {
    private static final String HEADER = "name,class,head_xmin,head_ymin,head_xmax,head_ymax\n";

    @TempDir
    private Path folder;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private Path archive() throws IOException {
        Path file = folder.resolve("pets.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue());
            }
        }
        return file;
    }

    // A grey PNG of these values, row by row.
    private static byte[] trimap(int width, int... values) {
        BufferedImage image = new BufferedImage(width, values.length / width, BufferedImage.TYPE_BYTE_GRAY);
        for (int pixel = 0; pixel < values.length; pixel++) {
            image.getRaster().setSample(pixel % width, pixel / width, 0, values[pixel]);
        }
        return SampleImages.encode(image, "png");
    }

    private void addCat() {
        entries.put("images/cats/tom_1.jpg", SampleImages.jpeg(2, 2));
        entries.put("trimaps/cats/tom_1.png", trimap(2, 1, 2, 3, 1));
    }

    @Test
    void oneIsTheObjectTwoTheBackgroundAndThreeIsNotCounted() throws Exception {
        addCat();
        try (TrimapArchive archive = TrimapArchive.open(archive())) {
            assertThat(archive.images().size()).isEqualTo(1);
            assertThat(archive.labels(0).labels()).containsExactly(1, 0, -1, 1);
            assertThat(archive.head(0)).isEmpty();
        }
    }

    @Test
    void headsAreFoundByTheNameOfTheirImage() throws Exception {
        addCat();
        entries.put("images/cats/tom_2.jpg", SampleImages.jpeg(2, 2));
        entries.put("trimaps/cats/tom_2.png", trimap(2, 1, 2, 2, 2));
        String csv = HEADER + "tom_1,cats,,,,\n" + "tom_2,cats,0,1,2,2\n";
        entries.put("annotations.csv", csv.getBytes(StandardCharsets.UTF_8));
        try (TrimapArchive archive = TrimapArchive.open(archive())) {
            assertThat(archive.head(0)).isEmpty();
            assertThat(archive.head(1)).contains(new PixelBox(0, 1, 2, 2));
        }
    }

    @Test
    void anImageWithoutATrimapIsNamed() throws Exception {
        addCat();
        entries.put("images/cats/stray.jpg", SampleImages.jpeg(2, 2));
        Path archive = archive();

        assertThatThrownBy(() -> TrimapArchive.open(archive))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("images/cats/stray.jpg has no trimap");
    }

    @Test
    void aTrimapWithOtherValuesIsABadImage() throws Exception {
        addCat();
        entries.put("trimaps/cats/tom_1.png", trimap(2, 1, 2, 255, 1));
        try (TrimapArchive archive = TrimapArchive.open(archive())) {
            assertThatThrownBy(() -> archive.labels(0))
                    .isInstanceOf(BadImageException.class)
                    .hasMessageContaining("255");
        }
    }

    @Test
    void aBoxThatIsNoneIsReportedWithItsLine() throws Exception {
        addCat();
        entries.put("annotations.csv", (HEADER + "tom_1,cats,5,1,2,2\n").getBytes(StandardCharsets.UTF_8));
        Path archive = archive();

        assertThatThrownBy(() -> TrimapArchive.open(archive))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("annotations.csv:2");
    }

    @Test
    void theSharedPetsAreReadInPlace() throws Exception {
        try (TrimapArchive pets = TrimapArchive.open(SharedData.require("oxford-pets-masks.zip"))) {
            assertThat(pets.images().size()).isEqualTo(692);
            long heads = 0;
            for (int id = 0; id < 692; id++) {
                heads += pets.head(id).isPresent() ? 1 : 0;
            }
            assertThat(heads).isEqualTo(296);
            assertThat(pets.labels(0).height()).isEqualTo(pets.images().read(0).height());
        }
    }
}
