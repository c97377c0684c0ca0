package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same trees of files, once as a folder and once as a zip. */
class ImageFilesTest {
    private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
    private static final byte[] IMAGE = SampleImages.png(4, 3);

    /** How a tree is stored. */
    enum Storage {
        FOLDER,
        ZIP
    }

    @TempDir
    Path place;

    // A null content is an empty folder.
    private final Map<String, byte[]> tree = new TreeMap<>();

    @BeforeEach
    void noFilesYet() {
        tree.clear();
    }

    private void put(String... names) {
        for (String name : names) {
            tree.put(name, IMAGE);
        }
    }

    private ImageSource open(Storage storage, Split split) throws IOException {
        return storage == Storage.FOLDER
                ? FileSource.ofFolder(folder(), Layout.of(split), DECODER)
                : FileSource.ofZip(zip(), Layout.of(split), DECODER);
    }

    private ImageSource openTestSet(Storage storage, String... learned) throws IOException {
        Layout layout = Layout.testSet(List.of(learned));
        return storage == Storage.FOLDER
                ? FileSource.ofFolder(folder(), layout, DECODER)
                : FileSource.ofZip(zip(), layout, DECODER);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Storage.class)
    void aTestSetApartHasTheClassNumbersOfTheTrainingSet(Storage storage) throws Exception {
        put("dog/1.png", "ant/1.png", "ant/2.png");
        try (ImageSource test = openTestSet(storage, "ant", "cat", "dog")) {
            assertThat(test.classNames()).containsExactly("ant", "cat", "dog");
            assertThat(labels(test)).containsExactly(0, 0, 2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Storage.class)
    void ofATestSetThatIsDividedTheTestPartCounts(Storage storage) throws Exception {
        put("train/ant/1.png", "train/elk/1.png", "val/elk/1.png");
        try (ImageSource test = openTestSet(storage, "dog", "elk")) {
            assertThat(labels(test)).containsExactly(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Storage.class)
    void aTestSetWithAClassThatWasNotLearnedOrWithoutClassesIsRefused(Storage storage) throws Exception {
        put("dog/1.png", "emu/1.png");
        assertThatThrownBy(() -> openTestSet(storage, "ant", "dog").close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[emu/]");
        tree.clear();
        put("1.png");
        Path apart = Files.createDirectories(place.resolve("apart"));
        SampleImages.write(apart.resolve("1.png"), IMAGE);
        assertThatThrownBy(() -> FileSource.ofFolder(apart, Layout.testSet(List.of("ant")), DECODER)
                        .close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no class folders");
    }

    private Path folder() throws IOException {
        Path folder = Files.createDirectories(place.resolve("set"));
        for (Map.Entry<String, byte[]> file : tree.entrySet()) {
            if (file.getKey().endsWith("/")) {
                Files.createDirectories(folder.resolve(file.getKey()));
            } else {
                SampleImages.write(folder.resolve(file.getKey()), file.getValue());
            }
        }
        return folder;
    }

    private Path zip() throws IOException {
        Path file = place.resolve("set.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> member : tree.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    private static List<String> names(ImageSource source) {
        return IntStream.range(0, source.size())
                .mapToObj(id -> source.name(id).replaceFirst(".*/set(\\.zip!|/)", ""))
                .toList();
    }

    private static List<Integer> labels(ImageSource source) {
        return IntStream.range(0, source.size()).mapToObj(source::label).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aFlatFolderHasNoLabelsAndNaturalOrder(Storage storage) throws Exception {
        put("img10.png", "img2.JPG", "img1.bmp", ".hidden.png", "notes.txt", "clip.gif", "__MACOSX/img1.png");
        try (ImageSource source = open(storage, Split.TRAIN)) {
            assertThat(names(source)).containsExactly("img1.bmp", "img2.JPG", "img10.png");
            assertThat(labels(source)).containsOnly(-1);
            assertThat(source.classNames()).isEmpty();
            assertThat(source.read(2).width()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFolderIsAClassAndFilesBesideThemAreNone(Storage storage) throws Exception {
        put("dog/b.png", "cat/deep/a.png", "cat/c.png", "stray.png");
        try (ImageSource source = open(storage, Split.TRAIN)) {
            assertThat(source.classNames()).containsExactly("cat", "dog");
            assertThat(names(source)).containsExactly("cat/c.png", "cat/deep/a.png", "dog/b.png");
            assertThat(labels(source)).containsExactly(0, 0, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSplitChoosesAFolderAndClassNumbersAgreeBetweenSplits(Storage storage) throws Exception {
        put("outer/train/a/1.png", "outer/train/b/1.png", "outer/train/c/1.png", "outer/val/c/2.png");
        try (ImageSource train = open(storage, Split.TRAIN);
                ImageSource test = open(storage, Split.TEST)) {
            assertThat(labels(train)).containsExactly(0, 1, 2);
            assertThat(names(test)).containsExactly("outer/val/c/2.png");
            assertThat(labels(test)).containsExactly(2);
            assertThat(test.classNames()).isEqualTo(train.classNames()).containsExactly("a", "b", "c");
            assertThat(test.fingerprint()).isNotEqualTo(train.fingerprint());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClassThatWasNeverLearnedIsNamed(Storage storage) {
        put("train/b/1.png", "val/a/1.png", "val/b/1.png");

        assertThatThrownBy(() -> open(storage, Split.TEST).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("val/ has class folders that the training set has not: [a/]");
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfClassNamesIsUsed(Storage storage) throws Exception {
        put("train/n01/1.png", "train/n02/1.png", "val/n01/1.png");
        tree.put("classes.txt", "n01\ttench\nno tab here\n".getBytes(StandardCharsets.UTF_8));
        try (ImageSource source = open(storage, Split.TRAIN)) {
            assertThat(source.classNames()).containsExactly("tench", "n02");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUndividedSetHasNothingToEvaluateOn(Storage storage) {
        put("a/1.png", "b/1.png");

        assertThatThrownBy(() -> open(storage, Split.TEST).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no folders train/ and val/");
    }

    @ParameterizedTest
    @EnumSource
    void aSetWithoutImagesIsRefusedWithCounts(Storage storage) {
        tree.put("readme.txt", new byte[] {1});
        tree.put("clip.gif", new byte[] {1});

        assertThatThrownBy(() -> open(storage, Split.TRAIN).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("among the 2 files");
    }

    @ParameterizedTest
    @EnumSource
    void aClassFolderWithoutImagesIsNamed(Storage storage) {
        put("cat/1.png", "cat/2.png");
        tree.put("dog/", new byte[0]);

        assertThatThrownBy(() -> open(storage, Split.TRAIN).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[dog/]")
                .hasMessageContaining("2 images");
    }

    @ParameterizedTest
    @EnumSource
    void badFilesFailAloneAndByName(Storage storage) throws Exception {
        put("good.png");
        tree.put("empty.jpg", new byte[0]);
        tree.put("cut.jpg", Arrays.copyOf(SampleImages.jpeg(32, 32), 300));
        tree.put("text.jpg", "hello".getBytes(StandardCharsets.UTF_8));
        tree.put("bomb.png", SampleImages.pngBomb(30_000, 30_000));
        Map<String, SkipReason> reasons = new TreeMap<>();
        try (ImageSource source = open(storage, Split.TRAIN)) {
            for (int id = 0; id < source.size(); id++) {
                int bad = id;
                BadImageException skipped = catchThrowableOfType(BadImageException.class, () -> source.read(bad));
                if (skipped != null) {
                    assertThat(skipped.name()).isEqualTo(source.name(id));
                    reasons.put(names(source).get(id), skipped.reason());
                }
            }
        }
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "bomb.png", SkipReason.TOO_LARGE,
                        "cut.jpg", SkipReason.TRUNCATED,
                        "empty.jpg", SkipReason.EMPTY,
                        "text.jpg", SkipReason.UNDECODABLE));
    }

    @Test
    void aFileThatGoesAwayIsVanishedAndTheOthersStay() throws Exception {
        put("a.png", "b.png");
        try (ImageSource source = open(Storage.FOLDER, Split.TRAIN)) {
            Files.delete(place.resolve("set/a.png"));

            assertThat(catchThrowableOfType(BadImageException.class, () -> source.read(0))
                            .reason())
                    .isEqualTo(SkipReason.VANISHED);
            assertThat(source.read(1).width()).isEqualTo(4);
            assertThat(source.size()).isEqualTo(2);
        }
    }

    @Test
    void aZipEntryWithAFlippedByteIsUndecodable() throws Exception {
        // Stored pixels of a BMP: no decoder would notice.
        tree.put("a.bmp", SampleImages.encode(SampleImages.plain(40, 40, SampleImages.TEAL), "bmp"));
        Path file = place.resolve("set.zip");
        byte[] content = tree.get("a.bmp");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry entry = new ZipEntry("a.bmp");
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[1000] ^= 1;
        Files.write(file, bytes);
        try (ImageSource source = FileSource.ofZip(file, Layout.of(Split.TRAIN), DECODER)) {
            assertThat(catchThrowableOfType(BadImageException.class, () -> source.read(0))
                            .reason())
                    .isEqualTo(SkipReason.UNDECODABLE);
        }
    }

    @Test
    void aZipCutShortIsNamed() throws Exception {
        put("a.png");
        Path file = zip();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));

        assertThatThrownBy(() ->
                        FileSource.ofZip(file, Layout.of(Split.TRAIN), DECODER).close())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("set.zip is not a whole .zip");
    }

    @Test
    void manyThreadsReadOneZipAtOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            tree.put("i" + i + ".png", SampleImages.png(10 + i, 5));
        }
        try (ImageSource source = open(Storage.ZIP, Split.TRAIN)) {
            List<Integer> widths = IntStream.range(0, 500)
                    .parallel()
                    .mapToObj(i -> widthOf(source, i % 50))
                    .toList();
            assertThat(widths)
                    .isEqualTo(
                            IntStream.range(0, 500).mapToObj(i -> 10 + i % 50).toList());
        }
    }

    private static int widthOf(ImageSource source, int id) {
        try {
            return source.read(id).width();
        } catch (BadImageException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void theFingerprintKnowsNamesAndSizesButNotThePlace() throws Exception {
        put("a/1.png", "b/1.png");
        try (ImageSource folder = open(Storage.FOLDER, Split.TRAIN);
                ImageSource zip = open(Storage.ZIP, Split.TRAIN)) {
            assertThat(folder.fingerprint()).isEqualTo(zip.fingerprint()).startsWith("sha256:");
            put("b/2.png");
            try (ImageSource more = open(Storage.FOLDER, Split.TRAIN)) {
                assertThat(more.fingerprint()).isNotEqualTo(folder.fingerprint());
            }
        }
    }

    @Test
    void theRealImagenetteZipIsWholeAndItsGreyImagesBecomeRgb() throws Exception {
        Path archive = SharedData.require("imagenette-224-subset.zip");
        try (ImageSource train = ImageSources.open(SourceKind.IMAGES, archive, Split.TRAIN, 1 << 20);
                ImageSource test = ImageSources.open(SourceKind.IMAGES, archive, Split.TEST, 1 << 20)) {
            assertThat(train.classNames()).hasSize(10).startsWith("tench", "English springer");
            assertThat(perClass(train)).containsOnly(60);
            assertThat(perClass(test)).containsOnly(20);
            // 14 files of one component, and 2 of three that hold no colour.
            assertThat(greyImages(train) + greyImages(test)).isEqualTo(14 + 2);
        }
    }

    private static int[] perClass(ImageSource source) {
        int[] counts = new int[source.classNames().size()];
        labels(source).forEach(label -> counts[label]++);
        return counts;
    }

    private static int greyImages(ImageSource source) throws BadImageException {
        int count = 0;
        for (int id = 0; id < source.size(); id++) {
            RawImage image = source.read(id);
            assertThat(image.width()).isEqualTo(224);
            assertThat(image.height()).isEqualTo(224);
            byte[] rgb = image.rgb();
            boolean grey = IntStream.range(0, 224 * 224)
                    .allMatch(i -> rgb[3 * i] == rgb[3 * i + 1] && rgb[3 * i] == rgb[3 * i + 2]);
            count += grey ? 1 : 0;
        }
        return count;
    }

    @Test
    void theRealPetsZipIsReadFromItsImagesFolder() throws Exception {
        Path archive = SharedData.require("oxford-pets-masks.zip");
        try (ImageSource source = ImageSources.open(SourceKind.IMAGES, archive, Split.TRAIN, 1 << 22)) {
            assertThat(source.size()).isEqualTo(692);
            assertThat(source.classNames()).hasSize(32).contains("Abyssinian", "american_bulldog");
            assertThat(perClass(source)[source.classNames().indexOf("Bengal")]).isEqualTo(200);
            assertThat(source.read(0).height()).isPositive();
        }
    }
}
