package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people write into a recipe, or behind {@code --set}: includes, numbers, paths, and who is blamed for a mistake.
 */
class WrittenRecipeTest {
    private static final String SMALLEST = """
            run { name = smallest, epochs = 50 }
            data { kind = shapes, imageHeight = 32, imageWidth = 64 }
            model { patch = 8, width = 24, depth = 2, heads = 3, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer.batchSize = 32
            """;

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Recipe load(String text, String... overrides) throws IOException {
        return RecipeLoader.load(write("mine.conf", text).toString(), List.of(overrides));
    }

    private String refusal(String text, String... overrides) throws IOException {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(text, overrides));
        assertThat(refused).as("the recipe should be refused").isNotNull();
        return String.valueOf(refused.getMessage()).replace(folder.toRealPath() + "/", "");
    }

    // --- who is to blame

    @ParameterizedTest(name = "--set {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "masking.ratio=1.5          | --set masking.ratio=1.5: 1.5 is out of range",
                "masking.ratoi=0.5          | --set masking.ratoi=0.5: unknown key",
                "masking={ratio=2}          | --set masking={ratio=2}: masking.ratio: 2 is out of range",
                "masking.strategy.x=1       | --set masking.strategy.x=1: masking.strategy: {\"x\":1} is not a single value",
                "data.imageWidth=60         | --set data.imageWidth=60: model.patch: patches of 8 pixels do not divide",
                "data.kind=folder           | --set data.kind=folder: data.path: is empty",
                "model.depth=null           | --set model.depth=null: is required",
                "masking.maxAge=10          | --set masking.maxAge=10: maps get masking.refreshInterval = 40",
                "parallel.workers=33        | --set parallel.workers=33: 33 workers share a batch of 32",
                "masking.ratio=]            | --set masking.ratio=]: ",
                "masking.ratio=${nowhere}   | --set masking.ratio=${nowhere}: ",
                "no equals sign             | --set no equals sign: there is no key before a '='",
                "run.epochs=30              | --set optimizer.warmupEpochs=31",
            })
    void aMistakeOfTheCommandLineIsBlamedOnIt(String override, String message) throws IOException {
        String[] overrides = message.contains("warmupEpochs=31")
                ? new String[] {"optimizer.warmupEpochs=31", override}
                : new String[] {override};
        assertThat(refusal(SMALLEST, overrides)).startsWith(message).doesNotContain("mine.conf");
    }

    @Test
    void twoThatAreOnlyWrongTogetherAreBothNamed() throws IOException {
        assertThat(refusal(SMALLEST + "masking.strategy = attention\n", "run.epochs=10", "masking.startEpoch=20"))
                .startsWith("--set masking.startEpoch=20: ");
        assertThat(refusal(SMALLEST, "data.limit=40", "run.note=x", "optimizer.accumulation=2"))
                .startsWith("--set data.limit=40 --set optimizer.accumulation=2: optimizer.batchSize: a step takes 64");
    }

    @Test
    void aMistakeOfTheFileIsNotBlamedOnTheCommandLine() throws IOException {
        assertThat(refusal(SMALLEST + "masking.ratio = 1.5\n", "run.epochs=60", "data.imageHeight=64"))
                .isEqualTo("mine.conf:5: masking.ratio: 1.5 is out of range\n"
                        + "    give a number above 0 and below 1 (default 0.75)");
    }

    // --- decimal commas

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "masking.ratio=0,75             | 0,75   | 0.75",
                "optimizer.learningRate=1,5e-3  | 1,5e-3 | 1.5e-3",
                "optimizer.learningRate= -1,5E3 | -1,5E3 | -1.5E3",
                "masking.ratio=\"0,75\"         | 0,75   | 0.75",
                "masking={ratio=0,75}           | 0,75   | 0.75",
            })
    void aDecimalCommaBehindSetGetsOneSentence(String override, String written, String right) throws IOException {
        assertThat(refusal(SMALLEST, override))
                .startsWith("--set " + override + ": ")
                .contains(written + " is written with a comma", "write " + right + ": numbers have a decimal point")
                .doesNotContain("HOCON", "token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "masking.ratio = 0,75",
                "masking { ratio = 0,75 }",
                "masking { ratio : 0,75, masked = 0.3 }",
                "masking {\n  ratio = 0,75\n  masked = 0.3\n}",
                "masking.ratio = \"0,75\"",
                "masking.ratio = 0,75 # most",
            })
    void aDecimalCommaInAFileGetsOneSentence(String line) throws IOException {
        assertThat(refusal(SMALLEST + line + "\n"))
                .startsWith("mine.conf:")
                .contains("0,75 is written with a comma", "write 0.75: numbers have a decimal point")
                .doesNotContain("HOCON", "token");
    }

    @Test
    void decimalCommasInAListMakeItTwiceAsLongWhichIsSaid() throws IOException {
        assertThat(refusal(SMALLEST, "data.mean=[0,5, 0,4, 0,4]"))
                .contains("6 numbers in place of 3; numbers have a decimal point, as in 0.5");
    }

    @Test
    void aListOfWholeNumbersIsNoDecimalComma() throws IOException {
        assertThat(load(SMALLEST + "optimizer { schedule = multistep, multistepEpochs = [10,20] }\n")
                        .optimizer()
                        .multistepEpochs())
                .containsExactly(10, 20);
        assertThat(refusal(SMALLEST + "optimizer.multistepEpochs = [10,20\n")).doesNotContain("comma:");
    }

    // --- includes

    @ParameterizedTest
    @ValueSource(strings = {"amt-imagefolder-64", "amt-imagefolder-64.conf", "quickstart", "base-amt.conf"})
    void aBuiltInRecipeIsIncludedByItsNameFromAnyFolder(String name) throws IOException {
        Files.createDirectory(folder.resolve("quickstart"));
        assertThat(load("include \"" + name + "\"\n" + SMALLEST + "data.path = images\n")
                        .masking()
                        .masked())
                .isEqualTo(0.45);
        assertThat(load("include \"" + name + "\"\n" + SMALLEST + "data.path = images\n")
                        .masking()
                        .strategy())
                .isEqualTo(MaskingKind.ATTENTION);
    }

    @Test
    void aFileBesideTheRecipeComesBeforeABuiltInOneAndMayLackItsEnding() throws IOException {
        write("quickstart.conf", "masking.ratio = 0.5\n");
        write("shared.conf", "masking.masked = 0.2\n");
        Recipe recipe = load("include \"quickstart.conf\"\ninclude \"shared\"\n" + SMALLEST);
        assertThat(recipe.masking().ratio()).isEqualTo(0.5);
        assertThat(recipe.masking().masked()).isEqualTo(0.2);
    }

    @Test
    void aMissingIncludeSuggestsTheNearestBuiltInRecipe() throws IOException {
        assertThat(refusal("include \"amt-imagefolder-46\"\n" + SMALLEST))
                .contains("include \"amt-imagefolder-46\": not to be found", "did you mean \"amt-imagefolder-64\"?");
    }

    @Test
    void aRecipeThatIncludesItselfGetsOneSentence() throws IOException {
        assertThat(refusal(SMALLEST + "include \"mine.conf\"\n"))
                .isEqualTo("mine.conf: mine.conf includes itself\n    take one of these lines out");
        assertThat(refusal(SMALLEST + "include \"./mine\"\n")).contains("mine.conf includes itself");
        assertThat(refusal(SMALLEST + "include file(\"" + folder.resolve("mine.conf") + "\")\n"))
                .contains("mine.conf includes itself");
    }

    @Test
    void aRingOfIncludesIsNamed() throws IOException {
        write("a.conf", "include \"b.conf\"\n");
        write("b.conf", "masking.ratio = 0.5\ninclude \"a.conf\"\n");
        assertThat(refusal("include \"a.conf\"\n" + SMALLEST))
                .isEqualTo("mine.conf: a.conf includes b.conf, which includes a.conf again\n"
                        + "    take one of these lines out");
        assertThat(load("include \"quickstart\"\ninclude \"quickstart\"\n")
                        .run()
                        .epochs())
                .isEqualTo(20);
    }

    // --- paths

    @ParameterizedTest
    @ValueSource(strings = {"data.path", "data.testPath", "run.folder", "run.weights", "parts.encoder"})
    void aTildeIsTheHomeFolderInEveryPath(String key) throws IOException {
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        for (String tilde : List.of("~", "~/images of mine")) {
            Recipe set = load(SMALLEST, key + "=" + tilde);
            assertThat(EffectiveRecipe.render(set)).contains(key + " = \"" + tilde.replace("~", home) + "\"\n");
            assertThat(load(SMALLEST + key + " = \"" + tilde + "\"\n")).isEqualTo(set);
        }
        assertThat(EffectiveRecipe.render(load(SMALLEST, key + "=a/~/b~"))).contains(key + " = \"a/~/b~\"\n");
    }

    @Test
    void noOtherTextHasATildeExpanded() throws IOException {
        assertThat(load(SMALLEST, "run.note=~/x").run().note()).isEqualTo("~/x");
    }
}
