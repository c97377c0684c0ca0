package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Zips as other programs write them. */
class ZipTreeTest {
    private static final byte[] IMAGE = SampleImages.png(4, 3);
    private static final int BZIP2 = 12;
    private static final int LZMA = 14;
    private static final int AES = 99;

    @TempDir
    private Path place;

    private Path file() {
        return place.resolve("my set.ZIP");
    }

    private FileSource open(SampleZip zip, Split split) throws IOException {
        return FileSource.ofZip(zip.write(file()), Layout.of(split), new ImageDecoder(1_000_000));
    }

    private static List<String> names(FileSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::file).toList();
    }

    private static byte[] bzip2(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new BZip2CompressorOutputStream(packed)) {
            stream.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void backslashesDivideClassesAndSplitAsSlashesDo() throws Exception {
        SampleZip zip = new SampleZip()
                .add("set\\train\\a\\1.png", IMAGE)
                .add("set\\train\\b\\1.png", IMAGE)
                .add("set/Val\\b\\2.png", IMAGE);
        try (FileSource train = open(zip, Split.TRAIN);
                FileSource test = open(zip, Split.TEST)) {
            assertThat(train.classNames()).containsExactly("a", "b");
            assertThat(names(train)).containsExactly("set/train/a/1.png", "set/train/b/1.png");
            assertThat(train.read(1).width()).isEqualTo(4);
            assertThat(test.label(0)).isEqualTo(1);
            assertThat(test.read(0).width()).isEqualTo(4);
        }
    }

    @Test
    void namesThatBeginWithADotOrAtTheRootAreAsWithout() throws Exception {
        SampleZip zip = new SampleZip()
                .add("./", new byte[0])
                .add("./classes.txt", "a\tants".getBytes(StandardCharsets.UTF_8))
                .add("./a/1.png", IMAGE)
                .add(".//a//2.png", IMAGE)
                .add("/b/1.png", IMAGE)
                .add("C:\\b\\2.png", IMAGE)
                .add("../b/3.png", IMAGE);
        try (FileSource source = open(zip, Split.TRAIN)) {
            assertThat(names(source)).containsExactly("a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/3.png");
            assertThat(source.classNames()).containsExactly("ants", "b");
            assertThat(source.read(4).width()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"windows-1252", "IBM437"})
    void namesInAnOldCodePageAreReadAndNoTwoBecomeOne(String charset) throws Exception {
        SampleZip zip = new SampleZip();
        for (String name : List.of("Bär/ä.png", "Bär/ö.png", "Kühe/ü.png", "Kühe/plain.png")) {
            zip.add(name.getBytes(Charset.forName(charset)), IMAGE);
        }
        try (FileSource source = open(zip, Split.TRAIN)) {
            assertThat(source.classNames()).containsExactly("Bär", "Kühe");
            assertThat(names(source))
                    .contains("Bär/ä.png", "Bär/ö.png", "Kühe/ü.png")
                    .hasSize(4);
            assertThat(source.read(0).width()).isEqualTo(4);
        }
    }

    @Test
    void aNameGivenAgainInUnicodeIsThatName() throws Exception {
        byte[] poor = "??.png".getBytes(StandardCharsets.US_ASCII);
        SampleZip zip = new SampleZip()
                .add(poor, SampleZip.unicodePath(poor, "漢字.png"), 0, 0, IMAGE, IMAGE)
                .add(poor, SampleZip.unicodePath(poor, "語.png"), 0, 0, IMAGE, IMAGE)
                // Somebody renamed this one, and the field is out of date.
                .add(
                        "new.png".getBytes(StandardCharsets.US_ASCII),
                        SampleZip.unicodePath(poor, "x.png"),
                        0,
                        0,
                        IMAGE,
                        IMAGE);
        try (FileSource source = open(zip, Split.TRAIN)) {
            assertThat(names(source)).containsExactlyInAnyOrder("漢字.png", "語.png", "new.png");
        }
    }

    @Test
    void ofTwoEntriesWithOneNameTheLaterCountsButTwoSpellingsAreTwoImages() throws Exception {
        SampleZip zip = new SampleZip()
                .add("a/1.png", SampleImages.png(7, 7))
                .add("a/1.png", IMAGE)
                .add("a\\1.png", SampleImages.png(9, 9));
        try (FileSource source = open(zip, Split.TRAIN)) {
            assertThat(names(source)).containsExactly("a/1.png", "a/1~2.png");
            assertThat(source.read(0).width()).isEqualTo(4);
            assertThat(source.read(1).width()).isEqualTo(9);
        }
    }

    @Test
    void otherMethodsThanDeflateAreReadFromManyThreadsAndCheckedToo() throws Exception {
        byte[] damaged = bzip2(IMAGE);
        damaged[damaged.length / 2] ^= 4;
        SampleZip zip = new SampleZip();
        for (int i = 0; i < 20; i++) {
            byte[] image = SampleImages.png(10 + i, 5);
            zip.add("i" + i + ".png", 0, BZIP2, bzip2(image), image);
        }
        zip.add("x.png", 0, BZIP2, damaged, IMAGE);
        try (FileSource source = open(zip, Split.TRAIN)) {
            List<Integer> widths = IntStream.range(0, 200)
                    .parallel()
                    .mapToObj(i -> width(source, i % 20))
                    .toList();
            assertThat(widths)
                    .isEqualTo(
                            IntStream.range(0, 200).mapToObj(i -> 10 + i % 20).toList());
            assertThat(catchThrowableOfType(BadImageException.class, () -> source.read(20))
                            .reason())
                    .isEqualTo(SkipReason.UNDECODABLE);
        }
    }

    private static int width(FileSource source, int id) {
        try {
            return source.read(id).width();
        } catch (BadImageException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, encrypted (ZipCrypto)", "1, 99, encrypted (AES)", "0, 14, method 14 (LZMA)", "0, 77, method 77"})
    void whatCannotBeReadIsOneBadImageAmongManyAndARefusalOfAll(int flags, int method, String reason) throws Exception {
        SampleZip all =
                new SampleZip().add("a/1.png", flags, method, IMAGE, IMAGE).add("a/2.png", flags, method, IMAGE, IMAGE);
        assertThatThrownBy(() -> open(all, Split.TRAIN).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of its 2 images can be read")
                .hasMessageContaining(reason)
                .hasMessageContaining("7z x '" + file() + "' -o'" + place.resolve("my set") + "', then data.path=")
                .hasMessageNotContaining("fetch it again");

        try (FileSource source = open(all.add("a/3.png", IMAGE), Split.TRAIN)) {
            BadImageException bad = catchThrowableOfType(BadImageException.class, () -> source.read(0));
            assertThat(bad.reason()).isEqualTo(SkipReason.UNREADABLE);
            assertThat(bad).hasMessageContaining(reason);
            assertThat(source.read(2).width()).isEqualTo(4);
        }
    }

    @Test
    void aDamagedHeaderSpoilsItsOwnImageOnly() throws Exception {
        Path file = new SampleZip().add("./a.png", IMAGE).add("./b.png", IMAGE).write(file());
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] = 0;
        Files.write(file, bytes);
        try (FileSource source = FileSource.ofZip(file, Layout.of(Split.TRAIN), new ImageDecoder(100))) {
            assertThat(source.read(1).width()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Rar!, is no .zip: it begins with",
        "'<!DOCTYPE html>', it begins with \"<!DOCTYPE html>\"",
        "'', is empty; fetch it again",
        "PKxxxx, is not a whole .zip"
    })
    void whatIsNoZipIsNamedForWhatItIs(String content, String reason) throws Exception {
        Files.writeString(file(), content);

        assertThatThrownBy(() -> ZipTree.open(file()).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theLastPartOfASplitZipIsRefusedWithTheCommandThatJoinsThem() throws Exception {
        Path file = new SampleZip().add("a.png", IMAGE).write(file());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 22 + 4] = 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> ZipTree.open(file).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is part 2 of a split .zip")
                .hasMessageContaining("zip -s 0 '" + file + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "zip-backslash.zip, 20, a, b",
        "zip-bzip2.zip, 20, a, b",
        "zip-dot-prefix.zip, 20, a, b",
        "zip-legacy-names.zip, 20, äöüßa, äöüßb"
    })
    void theSharedZipsOfOtherProgramsAreRead(String name, int images, String first, String second) throws Exception {
        Path archive = SharedData.require("../cases/" + name);
        try (FileSource source = FileSource.ofZip(archive, Layout.of(Split.TRAIN), new ImageDecoder(1_000_000))) {
            assertThat(source.classNames()).containsExactly(first, second);
            assertThat(source.size()).isEqualTo(images);
            for (int id = 0; id < images; id++) {
                assertThat(source.read(id).width()).isEqualTo(40);
            }
        }
    }

    @Test
    void anOrdinaryZipIsReadByTheReaderThatNeedsLittleMemory() throws Exception {
        Path plain = new SampleZip().add("ä/1.png", IMAGE).write(file());

        try (ZipEntries entries = PlainZip.open(plain).orElseThrow()) {
            assertThat(entries.sizes()).containsOnlyKeys("ä/1.png");
        }
        assertThat(PlainZip.open(new SampleZip().add("./1.png", IMAGE).write(file())))
                .isEmpty();
        assertThat(PlainZip.open(
                        new SampleZip().add("1.png", 0, LZMA, IMAGE, IMAGE).write(file())))
                .isEmpty();
        assertThat(PlainZip.open(
                        new SampleZip().add("1.png", 1, AES, IMAGE, IMAGE).write(file())))
                .isEmpty();
    }
}
