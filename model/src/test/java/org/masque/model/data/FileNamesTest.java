package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @ParameterizedTest
    @CsvSource({
        "train/a/1.png, train/a/1.png",
        "train\\a\\1.png, train/a/1.png",
        "data/train\\a\\1.png, data/train/a/1.png",
        "./a/1.png, a/1.png",
        ".//a///1.png, a/1.png",
        "a/./1.png, a/1.png",
        "/a/1.png, a/1.png",
        "C:\\a\\1.png, a/1.png",
        "d:/a/1.png, a/1.png",
        "\\\\server\\share\\a.png, server/share/a.png",
        "../../a/1.png, a/1.png",
        "a/../b/1.png, b/1.png",
        "a/..1.png, a/..1.png",
        "a\\, a/",
        "./, ''",
        "C: drive.png, C: drive.png"
    })
    void everyWayToWriteAPathBecomesOne(String written, String usual) {
        assertThat(FileNames.usual(written)).isEqualTo(usual);
        assertThat(ofBytes(written.getBytes(StandardCharsets.UTF_8))).isEqualTo(usual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "IBM437", "IBM850", "ISO-8859-1"})
    void europeanLettersAreReadInTheEncodingThatTheyWereWrittenIn(String encoding) {
        String name = "Vögel/Müller-Größe/é.png";

        assertThat(ofBytes(name.getBytes(Charset.forName(encoding)))).isEqualTo(name);
    }

    @Test
    void aFolderHasOneNameWhateverItsFilesAreCalled() {
        byte[] folder = "B\u00E4r/".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = "\u00FC\u6F22.png".getBytes(StandardCharsets.UTF_8);

        assertThat(ofBytes(SampleImages.concat(folder, utf8))).isEqualTo("B\u00E4r/\u00FC\u6F22.png");
    }

    @Test
    void everyByteThatIsNoAsciiMakesANameOfItsOwn() {
        List<byte[]> names = IntStream.range(0x80, 0x100)
                .mapToObj(value -> new byte[] {(byte) value, '.', 'p', 'n', 'g'})
                .toList();
        Charset codePage = FileNames.codePage(names);

        assertThat(names.stream().map(name -> FileNames.ofBytes(name, codePage)).distinct())
                .hasSize(128)
                .noneMatch(name -> name.contains("\uFFFD"));
    }

    @Test
    void theCodePageIsThatOfAllNamesTogether() {
        byte[] few = "\u00E4.png".getBytes(Charset.forName("IBM437"));
        byte[] many = "\u00E4\u00F6\u00FC.png".getBytes(Charset.forName("windows-1252"));

        assertThat(FileNames.codePage(List.of(few, few))).isEqualTo(Charset.forName("IBM437"));
        assertThat(FileNames.codePage(List.of(few, many))).isEqualTo(Charset.forName("windows-1252"));
    }

    private static String ofBytes(byte[] name) {
        return FileNames.ofBytes(name, FileNames.codePage(List.of(name)));
    }

    @Test
    void aLetterThatHoldsTheByteOfABackslashStaysWhole() {
        // Two letters of Shift JIS: 0x83 0x5C.
        byte[] name = {'a', '/', (byte) 0x83, 0x5C, '.', 'p', 'n', 'g'};

        assertThat(ofBytes(name)).startsWith("a/").endsWith("\\.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@eaDir/1.jpg/SYNOFILE_THUMB_M.jpg",
                "cat/@eaDir/1.png",
                "__MACOSX/._1.png",
                "cat/._1.png",
                "cat/.DS_Store",
                ".ipynb_checkpoints/1.png",
                "cat/Thumbs.db",
                "desktop.ini",
                "Desktop.ini",
                "#recycle/1.png",
                "$RECYCLE.BIN/1.png",
                "System Volume Information/1.png",
                "lost+found/1.png",
                "@Recycle/1.png",
                ".@__thumb/1.png"
            })
    void whatComputersPutBesidePicturesIsLeftOut(String name) {
        assertThat(FileNames.isShown(name)).isFalse();
    }

    @Test
    void whatPeoplePutThereIsNot() {
        assertThat(List.of("cat/1.png", "eaDir/1.png", "found/1.png", "a.b/c..d/1.png", "C#/1.png"))
                .allMatch(FileNames::isShown);
    }

    @Test
    void aSecondFileOfOneNameIsCountedBeforeItsExtension() {
        assertThat(FileNames.unique("a.b/1.png", Set.of())).isEqualTo("a.b/1.png");
        assertThat(FileNames.unique("a.b/1.png", Set.of("a.b/1.png", "a.b/1~2.png")))
                .isEqualTo("a.b/1~3.png");
        assertThat(FileNames.unique("a.b/c", Set.of("a.b/c"))).isEqualTo("a.b/c~2");
        assertThat(FileNames.unique("a.b/", Set.of("a.b/"))).isEqualTo("a.b~2/");
    }
}
