package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInRecipesTest {
    private static final Path FOLDER = Path.of("src/main/resources/recipes");

    static List<String> names() {
        return BuiltInRecipes.names();
    }

    static Recipe load(String name) {
        return RecipeLoader.load(name, List.of("data.path=images"));
    }

    @Test
    void theListOfNamesIsTheListOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> !file.startsWith("base-"))
                            .map(file -> file.replace(".conf", "")))
                    .containsExactlyInAnyOrderElementsOf(BuiltInRecipes.names());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRecipeLoadsByNameAndByFileAndIsNamedLikeItsFile(String name) {
        Recipe byName = load(name);
        String file = Path.of("../conf/recipes", name + ".conf").toString();
        assertThat(RecipeLoader.load(file, List.of("data.path=images"))).isEqualTo(byName);
        assertThat(byName.run().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRecipeSaysWhatItIsAndHowToRunIt(String name) throws IOException {
        String header = Files.readString(FOLDER.resolve(name + ".conf")).split("\ninclude|\n\n", 2)[0];
        assertThat(header.lines()).allMatch(line -> line.startsWith("#"));
        assertThat(header)
                .contains("# Source: ", "# Run:     ./masque train conf/recipes/" + name + ".conf", "# Expect: ");
    }

    @Test
    void anEditedRecipeOfTheLaunchersFolderTakesThePlaceOfTheBuiltInOne(@TempDir Path conf) throws IOException {
        Path recipes = Files.createDirectories(conf.resolve("recipes"));
        for (String name : List.of("quickstart.conf", "base-amt.conf")) {
            Files.copy(FOLDER.resolve(name), recipes.resolve(name));
        }
        Files.writeString(recipes.resolve("quickstart.conf"), "\nrun.note = edited\n", StandardOpenOption.APPEND);
        Files.writeString(recipes.resolve("base-amt.conf"), "\nrun.seed = 77\n", StandardOpenOption.APPEND);
        System.setProperty("masque.conf", conf.toString());
        try {
            assertThat(load("quickstart").run().note()).isEqualTo("edited");
            assertThat(load("quickstart").run().seed()).isEqualTo(77);
            assertThat(load("mae-cifar10").run().name()).isEqualTo("mae-cifar10"); // not in that folder
        } finally {
            System.clearProperty("masque.conf");
        }
        assertThat(load("quickstart").run().note()).isEmpty();
    }

    @Test
    void quickstartNeedsNothing() {
        assertThat(RecipeLoader.load("quickstart", List.of()).data().kind()).isEqualTo(DataKind.SHAPES);
    }

    @Test
    void theRecipesOfThePapersHaveTheirNumbers() {
        Recipe mae = load("mae-vit-b16");
        assertThat(mae.patches()).isEqualTo(196);
        assertThat(mae.optimizer().imagesPerStep()).isEqualTo(4096);
        assertThat(mae.optimizer().peakLearningRate()).isEqualTo(2.4e-3);
        assertThat(mae.model())
                .isEqualTo(new ModelSettings(
                        16, 768, 12, 12, 4, PositionKind.ABSOLUTE, 0, 0, new DecoderSettings(512, 8, 16)));
        assertThat(mae.objective().target()).isEqualTo(TargetKind.NORMALIZED_PIXELS);

        Recipe amt = load("amt-vit-b16");
        assertThat(amt.model()).isEqualTo(mae.model());
        assertThat(amt.optimizer()).isEqualTo(mae.optimizer());
        assertThat(amt.objective().target()).isEqualTo(TargetKind.PIXELS);
        assertThat(amt.masking().strategy()).isEqualTo(MaskingKind.ATTENTION);
        assertThat(amt.masking().map()).isEqualTo(MapKind.ATTENTION);
        assertThat(amt.masking().ratio()).isEqualTo(0.75);
        assertThat(amt.masking().masked()).isEqualTo(0.45);
        assertThat(amt.masking().thrown()).isEqualTo(0.40);
        assertThat(amt.masking().cellSize()).isEqualTo(1);
        assertThat(amt.masking().startEpoch()).isEqualTo(41);
        assertThat(amt.masking().refreshInterval()).isEqualTo(40);
        assertThat(amt.masking().oldestMap()).isEqualTo(80);
    }

    @Test
    void amtOnCifarDiffersFromMaeInMaskingOnly() {
        assertThat(EffectiveRecipe.differences(load("mae-cifar10"), load("amt-cifar10")))
                .extracting(Difference::key)
                .containsExactly("run.name", "masking.strategy", "masking.startEpoch");
    }

    @Test
    void theRecipesOfSimMimHaveTheNumbersOfThePublicCode() {
        Recipe simMim = load("simmim-vit-b16");
        assertThat(simMim.objective())
                .isEqualTo(new ObjectiveSettings(
                        EncoderKind.ALL, DifficultyKind.NONE, TargetKind.PIXELS, LossKind.ABSOLUTE));
        assertThat(simMim.optimizer().imagesPerStep()).isEqualTo(2048);
        // 1e-4 for 512 images.
        assertThat(simMim.optimizer().peakLearningRate()).isCloseTo(4e-4, within(1e-12));
        assertThat(simMim.optimizer().beta2()).isEqualTo(0.999);
        assertThat(simMim.optimizer().clipNorm()).isEqualTo(5);
        assertThat(simMim.optimizer().schedule()).isEqualTo(ScheduleKind.MULTISTEP);
        assertThat(simMim.optimizer().multistepEpochs()).containsExactly(700);
        assertThat(simMim.model().position()).isEqualTo(PositionKind.RELATIVE);
        assertThat(simMim.model().layerScale()).isEqualTo(0.1);
        assertThat(simMim.masking().ratio()).isEqualTo(0.6);
        assertThat(simMim.data().cropScale()).isEqualTo(new Span(0.67, 1));

        Recipe amt = load("amt-simmim-vit-b16");
        assertThat(amt.run().epochs()).isEqualTo(200);
        assertThat(amt.optimizer().schedule()).isEqualTo(ScheduleKind.COSINE);
        assertThat(amt.model().position()).isEqualTo(PositionKind.ABSOLUTE);
        assertThat(amt.masking().strategy()).isEqualTo(MaskingKind.ATTENTION);
        assertThat(amt.masking().ratio()).isEqualTo(0.44);
        assertThat(amt.masking().masked()).isEqualTo(0.44);
        assertThat(amt.masking().thrown()).isEqualTo(0.26);
        assertThat(amt.masking().cellSize()).isEqualTo(2);
        assertThat(amt.masking().startEpoch()).isEqualTo(41);
        assertThat(amt.masking().refreshInterval()).isEqualTo(40);
    }
}
