package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EffectiveRecipeTest {
    static List<Recipe> recipes() {
        return BuiltInRecipes.names().stream().map(BuiltInRecipesTest::load).toList();
    }

    private static Recipe quickstart(String... overrides) {
        return RecipeLoader.load("quickstart", List.of(overrides));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void whatIsRenderedLoadsAsAnEqualRecipeWithTheSameHash(Recipe recipe) {
        Recipe again = RecipeLoader.loadText(EffectiveRecipe.render(recipe), "rendered");
        assertThat(again).isEqualTo(recipe);
        assertThat(EffectiveRecipe.hash(again)).isEqualTo(EffectiveRecipe.hash(recipe));
    }

    @Test
    void oddTextsAndNumbersSurviveTheRoundTrip() {
        Recipe recipe = quickstart(
                "run.note=\"say \\\"hi\\\"\\n${not a substitution} \\\\ # ü\"",
                "data.path=/a b//c",
                "run.seed=9223372036854775807",
                "optimizer.epsilon=4.9e-324",
                "optimizer.clipNorm=0.1",
                "masking.ratio=0.30000000000000004");
        assertThat(recipe.run().note()).isEqualTo("say \"hi\"\n${not a substitution} \\ # ü");
        assertThat(RecipeLoader.loadText(EffectiveRecipe.render(recipe), "rendered"))
                .isEqualTo(recipe);
    }

    @Test
    void everyKeyIsRendered() {
        assertThat(EffectiveRecipe.render(quickstart()).lines().map(line -> line.substring(0, line.indexOf(" = "))))
                .containsExactlyElementsOf(
                        Schema.RECIPE.keys().stream().map(Key::name).toList())
                .contains("model.decoder.heads", "http.port");
    }

    @Test
    void theHashChangesWithAnyValueAndNothingElse() {
        assertThat(EffectiveRecipe.hash(quickstart()))
                .matches("[0-9a-f]{64}")
                .isEqualTo(EffectiveRecipe.hash(quickstart("run.seed=0")))
                .isNotEqualTo(EffectiveRecipe.hash(quickstart("run.seed=1")))
                .isNotEqualTo(EffectiveRecipe.hash(quickstart("http.port=0")));
    }

    @Test
    void equalRecipesHaveNoDifferences() {
        assertThat(EffectiveRecipe.differences(quickstart(), quickstart())).isEmpty();
    }

    @Test
    void differencesNameKeyOldAndNewInTheOrderOfTheRecords() {
        assertThat(EffectiveRecipe.differences(
                        quickstart("optimizer.batchSize=16", "model.depth=4"),
                        quickstart("optimizer.batchSize=32", "model.depth=6")))
                .extracting(Difference::key, Difference::before, Difference::after, Difference::impact)
                .containsExactly(
                        tuple("model.depth", "4", "6", Impact.SHAPE),
                        tuple("optimizer.batchSize", "16", "32", Impact.TRAJECTORY));
        assertThat(new Difference("model.depth", "4", "6", Impact.SHAPE).text()).isEqualTo("model.depth: 4 -> 6");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "model.patch, SHAPE",
        "model.mlpRatio, SHAPE",
        "model.decoder.width, SHAPE",
        "data.imageHeight, SHAPE",
        "data.imageWidth, SHAPE",
        "data.path, TRAJECTORY",
        "data.limit, TRAJECTORY",
        "data.mean, TRAJECTORY",
        "data.testPath, HARMLESS",
        "data.loaders, HARMLESS",
        "run.seed, TRAJECTORY",
        "run.epochs, SCHEDULE",
        "run.steps, HARMLESS",
        "run.note, HARMLESS",
        "objective.target, TRAJECTORY",
        "masking.ratio, TRAJECTORY",
        "optimizer.learningRate, TRAJECTORY",
        "parallel.workers, HARMLESS",
        "evaluation.neighbours, HARMLESS",
        "checkpoint.everySteps, HARMLESS",
        "pictures.images, HARMLESS",
        "http.port, HARMLESS",
    })
    void aChangeHasItsImpact(String key, Impact impact) {
        assertThat(Schema.RECIPE.key(key)).isNotNull().extracting(Key::impact).isEqualTo(impact);
    }
}
