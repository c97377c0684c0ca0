package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class Cifar10SourceTest {
    private static final int RECORDS = 4;
    private static final int RECORD_BYTES = 3073;
    private static final byte[] NAMES = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    /** Record r of file f has label (f + r) % 10 and planes of f, r and 200. */
    private static byte[] batch(int file) {
        byte[] bytes = new byte[RECORDS * RECORD_BYTES];
        for (int record = 0; record < RECORDS; record++) {
            int at = record * RECORD_BYTES;
            bytes[at] = (byte) ((file + record) % 10);
            Arrays.fill(bytes, at + 1, at + 1025, (byte) file);
            Arrays.fill(bytes, at + 1025, at + 2049, (byte) record);
            Arrays.fill(bytes, at + 2049, at + 3073, (byte) 200);
        }
        return bytes;
    }

    private static void writeFolder(Path to) throws IOException {
        for (int file = 1; file <= 5; file++) {
            SampleImages.write(to.resolve("data_batch_" + file + ".bin"), batch(file));
        }
        SampleImages.write(to.resolve("test_batch.bin"), batch(6));
        SampleImages.write(to.resolve("batches.meta.txt"), NAMES);
    }

    /** Writes what {@code first} adds, then an honest set. */
    private Path archive(ThrowingConsumer first) throws IOException {
        Path file = folder.resolve("cifar.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            first.accept(tar);
            for (int batch = 1; batch <= 5; batch++) {
                add(tar, "cifar-10-batches-bin/data_batch_" + batch + ".bin", batch(batch));
            }
            add(tar, "cifar-10-batches-bin/test_batch.bin", batch(6));
            add(tar, "cifar-10-batches-bin/batches.meta.txt", NAMES);
        }
        return file;
    }

    private interface ThrowingConsumer {
        void accept(TarArchiveOutputStream tar) throws IOException;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void addSpecial(TarArchiveOutputStream tar, String name, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName("/etc/passwd");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void addBoundlessName(TarArchiveOutputStream tar) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
        entry.setSize(1 << 25);
        tar.putArchiveEntry(entry);
        tar.write(new byte[1 << 25]);
        tar.closeArchiveEntry();
    }

    private static void assertHonest(Cifar10Source source) {
        assertThat(source.size()).isEqualTo(5 * RECORDS);
        assertThat(source.classNames()).hasSize(10).startsWith("a").endsWith("j");
        int id = 2 * RECORDS + 3;
        assertThat(source.label(id)).isEqualTo(6);
        assertThat(source.read(id).rgb()).startsWith(3, 3, 200, 3, 3, 200).hasSize(3072);
        assertThat(source.name(id)).endsWith("!data_batch_3.bin#3");
    }

    @Test
    void aFolderTheFolderAroundItAndTheArchiveHoldTheSame() throws IOException {
        writeFolder(folder.resolve("cifar-10-batches-bin"));
        Path archive = archive(tar -> {});
        try (Cifar10Source inner = Cifar10Source.open(folder.resolve("cifar-10-batches-bin"), Split.TRAIN, RECORDS);
                Cifar10Source outer = Cifar10Source.open(folder, Split.TRAIN, RECORDS);
                Cifar10Source packed = Cifar10Source.open(archive, Split.TRAIN, RECORDS);
                Cifar10Source test = Cifar10Source.open(archive, Split.TEST, RECORDS)) {
            assertHonest(inner);
            assertHonest(packed);
            assertThat(outer.fingerprint()).isEqualTo(inner.fingerprint()).isEqualTo(packed.fingerprint());
            assertThat(test.size()).isEqualTo(RECORDS);
            assertThat(test.label(0)).isEqualTo(6);
            assertThat(test.fingerprint()).isNotEqualTo(packed.fingerprint());
        }
    }

    @Test
    void bothHalvesOfOnePassAreThoseOfTwo() throws IOException {
        Path archive = archive(tar -> {});
        writeFolder(folder.resolve("unpacked"));
        for (Path path : List.of(archive, folder.resolve("unpacked"))) {
            Cifar10Files both = Cifar10Files.read(path, EnumSet.allOf(Split.class), RECORDS);
            for (Split split : Split.values()) {
                try (Cifar10Source apart = Cifar10Source.open(path, split, RECORDS);
                        Cifar10Source together = both.open(split)) {
                    assertThat(together.size()).isEqualTo(apart.size());
                    assertThat(together.fingerprint()).isEqualTo(apart.fingerprint());
                    assertThat(together.name(RECORDS - 1)).isEqualTo(apart.name(RECORDS - 1));
                }
            }
        }
    }

    @Test
    void aHalfBeforeTheDamageCanBeUsedAndTheOtherSaysWhatIsWrong() throws IOException {
        Path archive = archive(tar -> {
            add(tar, "batches.meta.txt", NAMES);
            for (int batch = 1; batch <= 5; batch++) {
                add(tar, "data_batch_" + batch + ".bin", batch(batch));
            }
            addBoundlessName(tar);
        });
        Cifar10Files both = Cifar10Files.read(archive, EnumSet.allOf(Split.class), RECORDS);

        try (Cifar10Source train = both.open(Split.TRAIN)) {
            assertHonest(train);
        }
        assertThatThrownBy(() -> both.open(Split.TEST))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("larger than any honest one")
                .hasMessageContaining(archive.toString());
    }

    @Test
    void aHalfThatIsMissingDoesNotSpoilTheOther() throws IOException {
        writeFolder(folder);
        Files.delete(folder.resolve("test_batch.bin"));
        Cifar10Files both = Cifar10Files.read(folder, EnumSet.allOf(Split.class), RECORDS);

        try (Cifar10Source train = both.open(Split.TRAIN)) {
            assertHonest(train);
        }
        assertThatThrownBy(() -> both.open(Split.TEST))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("holds no test_batch.bin");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        writeFolder(folder);
        Files.delete(folder.resolve("data_batch_4.bin"));

        assertRefused(folder, "holds no data_batch_4.bin");
    }

    @Test
    void aFileOfTheWrongSizeIsNamed() throws IOException {
        for (int difference : new int[] {-1, 1}) {
            writeFolder(folder);
            SampleImages.write(
                    folder.resolve("data_batch_2.bin"), Arrays.copyOf(batch(2), batch(2).length + difference));

            assertRefused(folder, "data_batch_2.bin has not the 12292 bytes");
        }
    }

    @Test
    void aLabelThatIsNoneIsNamed() throws IOException {
        writeFolder(folder);
        byte[] damaged = batch(5);
        damaged[3 * RECORD_BYTES] = 10;
        SampleImages.write(folder.resolve("data_batch_5.bin"), damaged);

        assertRefused(folder, "data_batch_5.bin, record 3 has label 10");
    }

    @Test
    void missingOrTooFewClassNamesAreNamed() throws IOException {
        writeFolder(folder);
        SampleImages.write(folder.resolve("batches.meta.txt"), "a\nb\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(folder, "batches.meta.txt names 2 classes");

        Files.delete(folder.resolve("batches.meta.txt"));
        assertRefused(folder, "holds no batches.meta.txt");
    }

    @Test
    void anArchiveCutShortIsNamed() throws IOException {
        Path file = archive(tar -> {});
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertRefused(file, "cut short");
    }

    @Test
    void whatIsNoArchiveIsNamed() throws IOException {
        Path file = folder.resolve("cifar.tar.gz");
        Files.writeString(file, "<html>not found</html>");
        assertRefused(file, "cifar.tar.gz is not compressed by gzip");
        assertRefused(folder.resolve("nowhere"), "neither a folder nor a file");
    }

    @Test
    void membersThatWerePackedWithBackslashesAreFound() throws IOException {
        Path file = folder.resolve("cifar.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            add(tar, ".\\cifar\\test_batch.bin", batch(6));
            add(tar, ".\\cifar\\batches.meta.txt", NAMES);
        }

        assertThat(Cifar10Source.open(file, Split.TEST, RECORDS).size()).isEqualTo(RECORDS);
    }

    @Test
    void namesThatPointElsewhereAndOddMembersDoNoHarm() throws IOException {
        Path file = archive(tar -> {
            add(tar, "../../evil.txt", new byte[100]);
            addSpecial(tar, "x/data_batch_1.bin", TarConstants.LF_SYMLINK);
            addSpecial(tar, "y/data_batch_1.bin", TarConstants.LF_LINK);
            addSpecial(tar, "z/data_batch_1.bin", TarConstants.LF_CHR);
            addSpecial(tar, "z/data_batch_2.bin", TarConstants.LF_FIFO);
            add(tar, "big/data_batch_1.bin", new byte[RECORDS * RECORD_BYTES + 1]);
            add(tar, "n".repeat(5000), new byte[3]);
        });
        try (Cifar10Source source = Cifar10Source.open(file, Split.TRAIN, RECORDS)) {
            assertHonest(source);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMemberNameOfManyMegabytesIsRefusedBeforeItIsCollected() throws IOException {
        Path file = archive(Cifar10SourceTest::addBoundlessName);

        assertRefused(file, "larger than any honest one");
    }

    @Test
    @Timeout(20)
    void aMillionMembersAreNotWalkedThrough() throws IOException {
        Path file = archive(tar -> {
            for (int i = 0; i < 10_001; i++) {
                add(tar, "m" + i, new byte[0]);
            }
        });

        assertRefused(file, "more than 10000 members");
    }

    @Test
    void aNegativeSizeIsRefused() throws IOException {
        byte[] header = new byte[1024];
        header[0] = 'a';
        header[156] = '0';
        Arrays.fill(header, 124, 136, (byte) 0xFF);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = IntStream.range(0, 512).map(i -> header[i] & 0xFF).sum();
        byte[] octal = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, header, 148, 8);
        Path file = folder.resolve("negative.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(header);
        }

        assertRefused(file, "damaged");
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> Cifar10Source.open(path, Split.TRAIN, RECORDS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(path.toString());
    }

    @Test
    void theRealArchiveHasItsKnownCountsAndColours() {
        Path archive = SharedData.require("cifar-10-binary.tar.gz");
        try (Cifar10Source source = Cifar10Source.open(archive, Split.TRAIN)) {
            assertThat(source.size()).isEqualTo(50_000);
            assertThat(source.classNames()).startsWith("airplane", "automobile").endsWith("truck");
            int[] perClass = new int[10];
            long[] sum = new long[3];
            long[] squares = new long[3];
            for (int id = 0; id < source.size(); id++) {
                perClass[source.label(id)]++;
                byte[] rgb = source.read(id).rgb();
                for (int i = 0; i < rgb.length; i++) {
                    int value = rgb[i] & 0xFF;
                    sum[i % 3] += value;
                    squares[i % 3] += (long) value * value;
                }
            }
            assertThat(perClass).containsOnly(5000);
            double count = 50_000.0 * 1024;
            for (int channel = 0; channel < 3; channel++) {
                double mean = sum[channel] / count / 255;
                double std = Math.sqrt(squares[channel] / count / 255 / 255 - mean * mean);
                assertThat(mean).isCloseTo(Cifar10Source.MEAN.get(channel), within(1e-4));
                assertThat(std).isCloseTo(Cifar10Source.STD.get(channel), within(1e-4));
            }
        }
    }
}
