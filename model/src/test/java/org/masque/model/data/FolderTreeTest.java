package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with links, odd names and what may not be read. */
class FolderTreeTest {
    private static final byte[] IMAGE = SampleImages.png(4, 3);

    @TempDir
    private Path folder;

    private FileSource open() {
        return FileSource.ofFolder(folder, Layout.of(Split.TRAIN), new ImageDecoder(1_000_000));
    }

    private Path put(String name) throws IOException {
        SampleImages.write(folder.resolve(name), IMAGE);
        return folder.resolve(name);
    }

    // A name that may be no UTF-8, its bytes written as in a URI.
    private void putBytes(String encoded) throws IOException {
        SampleImages.write(Path.of(URI.create(folder.toUri() + encoded)), IMAGE);
    }

    private static List<String> names(FileSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::file).toList();
    }

    private static String badOf(FileSource source, String name) {
        int id = names(source).indexOf(name);
        BadImageException bad = catchThrowableOfType(BadImageException.class, () -> source.read(id));
        assertThat(bad.reason()).isEqualTo(SkipReason.UNREADABLE);
        assertThat(bad.name()).isEqualTo(folderOf(source) + "/" + name);
        return Objects.requireNonNull(bad.getMessage());
    }

    private static String folderOf(FileSource source) {
        return source.tree().origin();
    }

    @Test
    void aLinkThatLeadsNowhereOrBackIsABadImageAndNamed() throws Exception {
        put("a/1.png");
        put("b/1.png");
        Files.createSymbolicLink(folder.resolve("a/2.png"), Path.of("/nowhere/2.png"));
        Files.createSymbolicLink(folder.resolve("a/3.png"), Path.of("3.png"));
        Files.createSymbolicLink(folder.resolve("a/v1.back-up"), Path.of(".."));
        Files.createSymbolicLink(
                folder.resolve("b/linked"), put("elsewhere/x.png").getParent());
        Files.createSymbolicLink(folder.resolve("b/notes.txt"), Path.of("/nowhere/notes.txt"));
        try (FileSource source = open()) {
            assertThat(names(source))
                    .containsExactly(
                            "a/1.png",
                            "a/2.png",
                            "a/3.png",
                            "a/v1.back-up/",
                            "b/1.png",
                            "b/linked/x.png",
                            "elsewhere/x.png");
            assertThat(badOf(source, "a/2.png")).contains("a link to /nowhere/2.png, which cannot be reached");
            assertThat(badOf(source, "a/3.png")).contains("a link to 3.png");
            assertThat(badOf(source, "a/v1.back-up/")).contains("a link back to a folder around it");
            assertThat(source.read(5).width()).isEqualTo(4);
        }
    }

    @Test
    void aClassFolderBehindALinkThatLeadsNowhereIsRefused() throws Exception {
        put("a/1.png");
        Files.createSymbolicLink(folder.resolve("b"), Path.of("/nowhere/b"));

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining(folder + "/b/")
                .hasMessageContaining("a link to /nowhere/b, which cannot be reached");
    }

    @Test
    void aSetOfLinksIntoAVolumeThatIsNotMountedIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/1.png"), Path.of("/volume/1.png"));
        Files.createSymbolicLink(folder.resolve("a/2.png"), Path.of("/volume/2.png"));

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of its 2 images can be read")
                .hasMessageContaining("/volume/1.png");
    }

    @Test
    void whatIsNoRegularFileIsABadImage() throws Exception {
        put("1.png");
        Files.createSymbolicLink(folder.resolve("2.png"), Path.of("/dev/null"));
        try (FileSource source = open()) {
            assertThat(badOf(source, "2.png")).contains("no regular file");
        }
    }

    @Test
    void aFolderThatIsNotListedToItsEndIsRefused() throws Exception {
        put("1.png");
        put("x/".repeat(17) + "2.png");

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("x/x cannot be listed")
                .hasMessageContaining("folders deep");
    }

    @Test
    void whatThePermissionsForbidIsCountedAndAFolderRefused() throws Exception {
        put("a/1.png");
        Path closed = put("a/2.png");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(closed), "root may read anything");
        try (FileSource source = open()) {
            assertThat(badOf(source, "a/2.png")).contains("no permission");
        }
        Files.setPosixFilePermissions(put("b/1.png").getParent(), PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the folder " + folder + "/b cannot be listed")
                .hasMessageContaining("chmod");
    }

    @Test
    void namesThatAreNoUtf8AreReadAsWellAsOthersAndNoTwoBecomeOne() throws Exception {
        putBytes("B%E4r/%F6.png");
        putBytes("B%E4r/%C3%B6.png");
        putBytes("%E6%BC%A2/a+b%20%25.png");
        putBytes("%E6%BC%A2/%FF%FE.png");
        try (FileSource source = open()) {
            assertThat(source.classNames()).containsExactly("Bär", "漢");
            assertThat(names(source))
                    .contains("Bär/ö.png", "Bär/ö~2.png", "漢/a+b %.png")
                    .hasSize(4);
            for (int id = 0; id < 4; id++) {
                assertThat(source.read(id).width()).isEqualTo(4);
            }
        }
    }

    @Test
    void twoFoldersStayTwoClassesWhateverTheirBytesRead() throws Exception {
        putBytes("%E4/1.png");
        putBytes("%C3%A4/1.png");
        try (FileSource source = open()) {
            assertThat(source.classNames()).containsExactly("ä", "ä~2");
            assertThat(names(source)).containsExactly("ä/1.png", "ä~2/1.png");
        }
    }

    @Test
    void filesThatABadUnpackerNamedWithBackslashesAreClassedAndRead() throws Exception {
        put("train\\a\\1.png");
        put("train\\b\\2.png");
        put("val\\b\\3.png");
        try (FileSource source = open()) {
            assertThat(source.classNames()).containsExactly("a", "b");
            assertThat(names(source)).containsExactly("train/a/1.png", "train/b/2.png");
            assertThat(source.read(1).width()).isEqualTo(4);
        }
    }

    @Test
    void clutterIsNotEvenLookedInto() throws Exception {
        put("a/1.png");
        put("lost+found/" + "x/".repeat(17) + "2.png");
        put("a/@eaDir/1.png/thumb.jpg");
        put("a/._1.png");
        try (FileSource source = open()) {
            assertThat(names(source)).containsExactly("a/1.png");
            assertThat(source.tree().sizes()).containsOnlyKeys("a/", "a/1.png", "a/._1.png");
        }
    }
}
