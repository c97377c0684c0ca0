package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a tree are images of which split and class, by their names alone. */
class ImageListingTest {
    private static ImageListing train(String... names) {
        return ImageListing.of(ListedFiles.of(names), Split.TRAIN);
    }

    private static ImageListing test(String... names) {
        return ImageListing.of(ListedFiles.of(names), Split.TEST);
    }

    @ParameterizedTest
    @CsvSource({
        "train, val",
        "Train, Val",
        "TRAIN, TEST",
        "training, validation",
        "Training, valid",
        "train, Testing",
        "tRaIn, Validation"
    })
    void aSplitIsOneInAnyCapitalsAndItsPartsAreNoClasses(String train, String test) {
        String[] names = {train + "/a/1.png", train + "/b/2.png", test + "/b/3.png"};

        assertThat(train(names).names()).containsExactly(names[0], names[1]);
        assertThat(train(names).classFolders()).containsExactly("a", "b");
        assertThat(train(names).remarks()).isEmpty();
        assertThat(test(names).names()).containsExactly(names[2]);
        assertThat(test(names).label(0)).isEqualTo(1);
        assertThat(test(names).classFolders()).containsExactly("a", "b");
    }

    @Test
    void ofTwoTestPartsTheOneThatIsUsedIsTold() {
        ImageListing test = test("Train/a/1.png", "test/a/2.png", "VAL/a/3.png");

        assertThat(test.names()).containsExactly("VAL/a/3.png");
        assertThat(test.remarks()).containsExactly("set: the test images are those of VAL/; left alone: test/");
    }

    @Test
    void aPartThatMayBeAClassIsRefused() {
        assertThatThrownBy(() -> train("train/a/1.png", "car/1.png", "bus/1.png"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("train/ beside other folders")
                .hasMessageContaining("[bus/, car/]")
                .hasMessageContaining("rename train/");
        assertThatThrownBy(() -> train("Val/1.png", "car/1.png"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[Val/] but no train/")
                .hasMessageContaining("[car/]");
        assertThatThrownBy(() -> train("val/a/1.png", "test/a/1.png"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[val/, test/] but no train/");
        assertThatThrownBy(() -> train("Train/a/1.png", "train/a/1.png", "val/a/2.png"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[Train/, train/]: merge them");
    }

    @Test
    void aTrainingPartAloneOrBesideFoldersWithoutImagesIsTrainedOn() {
        assertThat(train("train/a/1.png", "docs/readme.txt").names()).containsExactly("train/a/1.png");
        assertThat(train("Train/a/1.png", "Train/b/1.png").classFolders()).containsExactly("a", "b");
        assertThat(train("test/a/1.png", "test/b/1.png").classFolders()).containsExactly("a", "b");
    }

    @Test
    void imagesThatBelongNowhereAreCounted() {
        ImageListing train = train(
                "set/train/a/1.png",
                "set/train/stray.png",
                "set/val/a/2.png",
                "set/extra/3.png",
                "set/extra/x/4.png",
                "set/5.png",
                "set/notes.txt");

        assertThat(train.names()).containsExactly("set/train/a/1.png");
        assertThat(train.remarks())
                .containsExactly("set: images that belong to no class and no part of a split are left out:"
                        + " 2 in extra/, 2 beside the folders");
        assertThat(train("a/1.png", "2.png").remarks())
                .singleElement()
                .asString()
                .endsWith(": 1 beside the folders");
        assertThat(train("Images/a/1.png", "masks/1.png").remarks())
                .singleElement()
                .asString()
                .endsWith(": 1 in masks/");
        assertThat(train("1.png", "2.png").remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@eaDir/", "__MACOSX/", ".ipynb_checkpoints/", "lost+found/", "#recycle/"})
    void foldersOfClutterAreNoClasses(String clutter) {
        ImageListing train = train("a/1.png", "a/" + clutter + "1.png/thumb.jpg", clutter + "x.png", "b/1.png");

        assertThat(train.classFolders()).containsExactly("a", "b");
        assertThat(train.names()).containsExactly("a/1.png", "b/1.png");
        assertThat(train.remarks()).isEmpty();
    }

    @Test
    void aTestSetApartMayLieInATestPartOfAnyCapitals() {
        FileTree tree = ListedFiles.of("Test/b/1.png", "readme.txt", "docs/x.txt");
        assertThat(ImageListing.ofTestSet(tree, List.of("a", "b")).label(0)).isEqualTo(1);

        FileTree divided = ListedFiles.of("TRAIN/a/1.png", "Valid/b/2.png");
        assertThat(ImageListing.ofTestSet(divided, List.of("a", "b")).names()).containsExactly("Valid/b/2.png");

        FileTree classes = ListedFiles.of("test/1.png", "car/2.png");
        assertThat(ImageListing.ofTestSet(classes, List.of("car", "test")).names())
                .hasSize(2);
    }

    @Test
    void whatCannotBeReadIsAnImageThatIsTold() {
        ListedFiles files = ListedFiles.of("a/1.png", "a/2.png", "b/3.png")
                .with("b/4.png", "it is a link to /x, which is not there")
                .with("b/around/", "it is a link back to a folder around it")
                .with("b/gone.txt", "which is no image anyway");
        ImageListing train = ImageListing.of(files, Split.TRAIN);

        assertThat(train.names()).containsExactly("a/1.png", "a/2.png", "b/3.png", "b/4.png", "b/around/");
        assertThat(train.label(4)).isEqualTo(1);
        assertThat(train.remarks())
                .containsExactly("set: 2 of 5 images cannot be read, the first of them b/4.png: it is a link to /x,"
                        + " which is not there");
    }

    @Test
    void aSetOfWhichNothingCanBeReadIsRefusedWithTheReasonAndTheRemedy() {
        ListedFiles files =
                ListedFiles.of("notes.txt").with("a/1.png", "no permission").with("a/2.png", "no permission");

        assertThatThrownBy(() -> ImageListing.of(files, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessage("set: none of its 2 images can be read. a/1.png: no permission; mend it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b/", "train/", "train/b/"})
    void aFolderThatIsNotThereIsRefusedWhereItWouldBeAClassOrAPart(String missing) {
        ListedFiles files =
                missing.equals("b/") ? ListedFiles.of("a/1.png") : ListedFiles.of("train/a/1.png", "val/a/1.png");

        assertThatThrownBy(() -> ImageListing.of(files.with(missing, "a link to /gone"), Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("set/" + missing)
                .hasMessageContaining("a link to /gone");
    }
}
