package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Epochs and steps that a recipe names, beside the length of its run. */
class RunLengthTest {
    private static Recipe load(String recipe, String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.path=images"));
        all.addAll(Arrays.asList(overrides));
        return RecipeLoader.load(recipe, all);
    }

    private static List<String> notes(String recipe, long stepsPerEpoch, String... overrides) {
        return RunLength.notes(load(recipe, overrides), stepsPerEpoch);
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "amt-imagefolder-64 | masking.startEpoch=100 run.epochs=100 | masking.startEpoch | epoch 100 never comes in a run of 100 epochs",
                "amt-imagefolder-64 | masking.startEpoch=10 run.epochs=8    | masking.startEpoch | epoch 10 never comes in a run of 8 epochs",
                "attmask-cifar10    | masking.startEpoch=400                | masking.startEpoch | epoch 400 never comes in a run of 400 epochs",
                "hpm-cifar10        | masking.startEpoch=401                | masking.startEpoch | epoch 401 never comes in a run of 400 epochs",
                "quickstart         | run.epochs=1                          | masking.startEpoch | epoch 1 never comes in a run of 1 epochs",
                "simmim-vit-b16     | optimizer.multistepEpochs=[700,800]   | optimizer.multistepEpochs | epoch 800 never comes in a run of 800 epochs",
            })
    void whatWouldNeverBeginIsRefused(String recipe, String overrides, String key, String message) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(recipe, overrides.split(" ")));
        assertThat(refused).isNotNull();
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.message()).startsWith(message);
            assertThat(problem.text()).startsWith("--set " + overrides.substring(0, overrides.indexOf("=")));
        });
    }

    @Test
    void aRecipeOfOnesOwnThatIsTooShortHearsOfAllAtOnce(@TempDir Path folder) throws IOException {
        Path mine = Files.writeString(
                folder.resolve("mine.conf"), "include \"amt-imagefolder-64\"\nrun { name = mine, epochs = 8 }\n");
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(mine.toString()));
        assertThat(refused.problems())
                .extracting(Problem::origin, Problem::key)
                .containsExactly(
                        tuple("recipes/amt-imagefolder-64.conf", "masking.startEpoch"),
                        tuple("recipes/amt-imagefolder-64.conf", "optimizer.warmupEpochs"));
    }

    @Test
    void theRemedyNamesTheLastEpochAndHowToDoWithoutMaps() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> load("amt-imagefolder-64", "masking.startEpoch=10", "run.epochs=8"));
        assertThat(refused.problems().get(0).remedy())
                .isEqualTo("give at most 7, a larger run.epochs, or another masking.strategy than attention");
    }

    @ParameterizedTest
    @CsvSource({"random", "grid", "block"})
    void aRunWithoutMapsMayNameAnyStart(String strategy) {
        assertThat(load("amt-imagefolder-64", "masking.strategy=" + strategy, "masking.startEpoch=1000")
                        .masking()
                        .startEpoch())
                .isEqualTo(1000);
    }

    @Test
    void epochsOfAScheduleThatIsNotInUseMayLieBeyondTheEnd() {
        assertThat(load("simmim-vit-b16", "optimizer.schedule=constant", "optimizer.multistepEpochs=[900]")
                        .optimizer()
                        .multistepEpochs())
                .containsExactly(900);
    }

    @Test
    void theRecipeOfARunThatBeganBeforeItWasRefusedIsStillRead() {
        Recipe old = RecipeLoader.read(
                        "quickstart", List.of("run.epochs=4", "masking.startEpoch=5", "masking.refreshInterval=4"))
                .recipe();
        assertThat(RecipeLoader.loadText(EffectiveRecipe.render(old), "effective.conf"))
                .isEqualTo(old);
    }

    @Test
    void stepsThatEndBeforeTheMapsAreNoted() {
        assertThat(notes("quickstart", 62, "run.steps=310"))
                .containsExactly("run.steps = 310 stops the run before masks are chosen by maps, which is from epoch 5,"
                        + " step 310, on: until then they are random");
        assertThat(notes("quickstart", 62, "run.steps=311")).isEmpty();
        assertThat(notes("quickstart", 0, "run.steps=3")).isEmpty();
        assertThat(notes("quickstart", 62, "run.steps=2000"))
                .containsExactly("run.steps = 2000 is never reached: 20 epochs have 1240 steps");
    }

    @Test
    void whatComesLessOftenThanItsKeySaysIsNoted() {
        assertThat(notes(
                        "hpm-cifar10",
                        0,
                        "masking.teacher.epochs=500",
                        "masking.refreshInterval=400",
                        "evaluation.everyEpochs=401",
                        "checkpoint.keepEveryEpochs=400"))
                .containsExactly(
                        "masking.refreshInterval = 400: maps are made once, for epoch 1, and stay to the end of the run"
                                + " after 400 epochs",
                        "masking.teacher.epochs = 500: a run of 400 epochs ends before the teacher's share is"
                                + " masking.teacher.last",
                        "evaluation.everyEpochs = 401 never comes round in a run of 400 epochs");
    }

    @ParameterizedTest
    @CsvSource({"quickstart, 62", "mae-cifar10, 0", "semmae-shapes, 31"})
    void theStepsOfAnEpochAreKnownWhereTheRecipeMakesItsImages(String recipe, long steps) {
        assertThat(RunLength.stepsPerEpoch(load(recipe))).isEqualTo(steps);
    }

    @Test
    void aKeyThatIsSetWithoutAnEffectIsRemarked() {
        assertThat(RecipeLoader.read("quickstart", List.of("masking.grid.side=4", "masking.ratio=0.6"))
                        .remarks())
                .containsExactly("masking.grid.side has no effect here: only with masking.strategy = grid");
        assertThat(RecipeLoader.read("quickstart", List.of("masking.strategy=random", "masking.famt.frequency=true"))
                        .remarks())
                .containsExactly("masking.famt.frequency has no effect here: only with masking.strategy = attention,"
                        + " attmask or hpm and masking.map = famt");
    }

    @Test
    void noBuiltInRecipeNeedsANote() {
        assertThat(BuiltInRecipes.names())
                .allSatisfy(name -> assertThat(notes(name, 0)).isEmpty());
    }
}
