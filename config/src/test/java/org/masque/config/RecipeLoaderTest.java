package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeLoaderTest {
    /** The required keys, line by line. */
    private static final String SMALLEST = """
            run { name = smallest, epochs = 50 }
            data { kind = shapes, imageHeight = 32, imageWidth = 64 }
            model { patch = 8, width = 24, depth = 2, heads = 3, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer.batchSize = 32
            """;

    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("mine.conf");
    }

    private Recipe load(String text, String... overrides) throws IOException {
        Files.writeString(file, text);
        return RecipeLoader.load(file.toString(), List.of(overrides));
    }

    private List<Problem> problems(String text, String... overrides) throws IOException {
        Files.writeString(file, text);
        return problemsOf(file.toString(), overrides);
    }

    private static List<Problem> problemsOf(String fileOrName, String... overrides) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> RecipeLoader.load(fileOrName, Arrays.asList(overrides)));
        assertThat(refused).as("the recipe should be refused").isNotNull();
        return refused.problems();
    }

    @Test
    void keysLeftOutHaveTheirDefaults() throws IOException {
        Recipe recipe = load(SMALLEST);
        assertThat(recipe.run()).isEqualTo(new RunSettings("smallest", 0, 50, 0, "runs", "", ""));
        assertThat(recipe.patches()).isEqualTo(4 * 8);
        assertThat(recipe.data().mean()).isEqualTo(new Channels(0.485, 0.456, 0.406));
        assertThat(recipe.data().std().toArray()).containsExactly(0.229f, 0.224f, 0.225f);
        assertThat(recipe.data().cropScale()).isEqualTo(new Span(0.2, 1.0));
        assertThat(recipe.data().maxPixels()).isEqualTo(50_000_000);
        assertThat(recipe.objective())
                .isEqualTo(new ObjectiveSettings(
                        EncoderKind.VISIBLE, DifficultyKind.NONE, TargetKind.NORMALIZED_PIXELS, LossKind.SQUARED));
        assertThat(recipe.masking().strategy()).isEqualTo(MaskingKind.RANDOM);
        assertThat(recipe.optimizer())
                .isEqualTo(new OptimizerSettings(
                        32, 1, 0, 1.5e-4, 0.9, 0.95, 1e-8, 0.05, 40, 0, 0, ScheduleKind.COSINE, List.of(), 0.1, 0));
        assertThat(recipe.optimizer().peakLearningRate()).isEqualTo(1.5e-4 * 32 / 256);
        assertThat(recipe.parallel()).isEqualTo(new ParallelSettings(0, 0, KernelKind.AUTO));
        assertThat(recipe.evaluation().features()).containsExactly(FeatureKind.CLASS, FeatureKind.MEAN);
        assertThat(recipe.checkpoint()).isEqualTo(new CheckpointSettings(0, 1, 10, 3, 0, BestKind.KNN, 3));
        assertThat(recipe.pictures()).isEqualTo(new PicturesSettings(0, 1, 8));
        assertThat(recipe.http()).isEqualTo(new HttpSettings(true, "127.0.0.1", 9464));
    }

    @Test
    void anEncoderOfAllTokensNeedsNoDecoderAndRoundsSharesUp() throws IOException {
        Recipe recipe = load("""
                run { name = all, epochs = 50 }
                data { kind = shapes, imageHeight = 32, imageWidth = 32 }
                model { patch = 8, width = 24, depth = 2, heads = 3, position = relative, layerScale = 0.1 }
                objective { encoder = all, target = pixels, loss = absolute }
                masking { ratio = 0.6, cellSize = 2 }
                optimizer { batchSize = 32, schedule = multistep, multistepEpochs = [30, 40] }
                """);
        assertThat(recipe.model().decoder()).isEqualTo(new DecoderSettings(0, 0, 0));
        assertThat(recipe.optimizer().multistepEpochs()).containsExactly(30, 40);
        assertThat(RecipeLoader.loadText(EffectiveRecipe.render(recipe), "rendered"))
                .isEqualTo(recipe);
        // ceil(4 * 0.8) cells: none of 4 is visible.
        assertThat(problems(EffectiveRecipe.render(recipe), "masking.ratio=0.8"))
                .extracting(Problem::key)
                .containsExactly("masking.ratio");
    }

    @Test
    void relativePositionsAndThrownPatchesDoNotGoTogether() {
        assertThat(problemsOf("amt-simmim-cifar10", "data.path=images", "model.position=relative"))
                .extracting(Problem::key)
                .containsExactly("model.position");
    }

    @Test
    void stepsOfTheLearningRateMustAscend() {
        assertThat(problemsOf("simmim-vit-b16", "data.path=images", "optimizer.multistepEpochs=[700, 400]"))
                .extracting(Problem::key)
                .containsExactly("optimizer.multistepEpochs");
    }

    @ParameterizedTest(name = "{0}={1}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                // ranges
                "masking.ratio           | 1.5        | masking.ratio           | 1.5 is out of range",
                "masking.ratio           | 1          | masking.ratio           | 1 is out of range",
                "masking.thrown          | 0.6        | masking.thrown          | with masking.masked leaves nothing visible",
                "optimizer.learningRate  | -0.1       | optimizer.learningRate  | -0.1 is out of range",
                "optimizer.beta2         | 1.0        | optimizer.beta2         | 1 is out of range",
                "optimizer.batchSize     | 0          | optimizer.batchSize     | 0 is out of range",
                "run.epochs              | 0          | run.epochs              | 0 is out of range",
                "run.name                | ../other   | run.name                | has not the right form",
                "run.name                | ..         | run.name                | has not the right form",
                "http.port               | 65536      | http.port               | 65536 is out of range",
                "data.std                | [1, 0, 1]  | data.std                | 0 is out of range",
                "data.cropScale          | [0.5, 1.5] | data.cropScale          | 1.5 is out of range",
                "data.cropScale          | [0.5, 0.2] | data.cropScale          | must not exceed the second",
                "evaluation.features     | []         | evaluation.features     | the list is empty",
                "evaluation.features     | [mean, mean] | evaluation.features   | the list holds something twice",
                "checkpoint.keepLast     | 0          | checkpoint.keepLast     | 0 is out of range",
                // types
                "optimizer.batchSize     | many       | optimizer.batchSize     | \"many\" is not a number",
                "optimizer.batchSize     | 2.5        | optimizer.batchSize     | 2.5 is not a whole number",
                "optimizer.batchSize     | 9999999999 | optimizer.batchSize     | is not a whole number of int size",
                "optimizer.batchSize     | [1]        | optimizer.batchSize     | [1] is not a single value",
                "optimizer.weightDecay   | NaN        | optimizer.weightDecay   | is not a number",
                "optimizer.weightDecay   | \"\"       | optimizer.weightDecay   | is not a number",
                "evaluation.atEnd        | maybe      | evaluation.atEnd        | is not true or false",
                "masking.strategy        | magic      | masking.strategy        | \"magic\" is no such choice",
                "objective.encoder       | some       | objective.encoder       | \"some\" is no such choice",
                "optimizer.multistepEpochs | [a]      | optimizer.multistepEpochs | is not a number",
                "optimizer.multistepEpochs | [0]      | optimizer.multistepEpochs | 0 is out of range",
                "optimizer.multistepEpochs | [3, 3]   | optimizer.multistepEpochs | the list holds something twice",
                "data.mean               | [1, 2]     | data.mean               | has not the right length",
                "data.mean               | 0.5        | data.mean               | is not a list",
                "evaluation              | 5          | evaluation              | 5 is not a section",
                "model                   | 5          | model                   | 5 is not a section",
                // rules that join keys
                "model.patch             | 15         | model.patch             | do not divide a view of 32 x 64",
                "data.imageWidth         | 60         | model.patch             | do not divide a view of 32 x 60",
                "model.heads             | 5          | model.heads             | 5 heads do not divide a width of 24",
                "model.decoder.heads     | 3          | model.decoder.heads     | 3 heads do not divide a width of 16",
                "model.width             | 27         | model.width             | 27 is not a multiple of 4",
                "data.kind               | folder     | data.path               | is empty",
                "masking.ratio           | 0.99       | masking.ratio           | 0 would be visible and 32 masked",
                "masking                 | {strategy = attention, masked = 0.01} | masking.masked | 0 masked",
                "masking.cellSize        | 3          | masking.cellSize        | 3 x 3 patches do not tile a view of 4 x 8 patches",
                "masking.cellSize        | 4          | masking.ratio           | of 2 cells 0 would be visible and 2 masked",
                "model.position          | relative   | model.position          | need an encoder of all tokens",
                "model.layerScale        | 0.1        | model.layerScale        | need an encoder of all tokens",
                "model.decoder.depth     | 0          | model.decoder.depth     | is required",
                "optimizer.schedule      | multistep  | optimizer.multistepEpochs | is empty",
                "optimizer.warmupLearningRate | 1     | optimizer.warmupLearningRate | is above the peak",
                "masking.features.block  | 99         | masking.features.block  | there is no block 99",
                "masking.maxAge          | 10         | masking.maxAge          | more than the 10 allowed",
                "optimizer.warmupEpochs  | 50.5       | optimizer.warmupEpochs  | 50.5 epochs of warm-up in a run of 50",
                "optimizer.minLearningRate | 1        | optimizer.minLearningRate | is above the peak",
                "optimizer.accumulation  | 1000       | optimizer.batchSize     | a step takes 32000 images",
                "data.limit              | 31         | optimizer.batchSize     | an epoch has only 31",
                "parallel.workers        | 33         | parallel.workers        | 33 workers share a batch of 32",
                "recovery.spikeFactor    | 0.5        | recovery.spikeFactor    | a spike of every loss above 0.5 times the median",
            })
    void aBadValueIsOneProblemThatNamesTheKey(String key, String value, String named, String message)
            throws IOException {
        List<Problem> problems = problems(SMALLEST, key + "=" + value);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo(named);
            assertThat(problem.message()).contains(message);
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "masking.ratoi, masking.ratio",
        "masking.mask_ratio, masking.ratio",
        "mask_ratio, masking.ratio",
        "maskng.ratio, masking",
        "model.dept, model.depth",
        "model.decoder.dept, model.decoder.depth",
        "decoder.depth, model.decoder",
        "optimizer.lr, optimizer.learningRate",
        "optimizer.blr, optimizer.baseLearningRate",
        "learning_rate, optimizer.learningRate",
        "run.batchSize, optimizer.batchSize",
        "data.workers, parallel.workers",
        "optimiser.batchSize, optimizer",
        "evaluation.neighbors, evaluation.neighbours",
    })
    void aTypoGetsTheNearestKey(String typo, String suggestion) throws IOException {
        assertThat(problems(SMALLEST, typo + "=1")).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("unknown key");
            assertThat(problem.remedy()).isEqualTo("did you mean " + suggestion + "?");
        });
    }

    @Test
    void aNameLikeNoOtherGetsNoSuggestion() throws IOException {
        assertThat(problems(SMALLEST, "zzzzqqqq=1"))
                .singleElement()
                .extracting(Problem::remedy)
                .isEqualTo("take it out");
    }

    @Test
    void allProblemsComeAtOnceWithTheirLines() throws IOException {
        List<Problem> problems = problems("""
                run { name = "two words", epochs = 50 }
                data { kind = shapes, imageHeight = 224, imageWidth = 224 }
                model {
                  patch = 15
                  width = 24
                  heads = 5
                  decoder { width = sixteen, depth = 1, heads = 2 }
                }
                masking.mask_ratio = 0.75
                masking.ratio = 1.5
                """, "optimizer.learningRate=-1");
        assertThat(problems)
                .extracting(Problem::origin, Problem::line, Problem::key)
                .containsExactly(
                        tuple("--set", 0, "optimizer.learningRate"),
                        place(0, "model.depth"),
                        place(0, "optimizer.batchSize"),
                        place(1, "run.name"),
                        place(4, "model.patch"),
                        place(6, "model.heads"),
                        place(7, "model.decoder.width"),
                        place(9, "masking.mask_ratio"),
                        place(10, "masking.ratio"));
    }

    private Tuple place(int line, String key) {
        return tuple(file.toString(), line, key);
    }

    @Test
    void theMessageReadsAsFileLineKeyAndRemedy() throws IOException {
        Files.writeString(file, SMALLEST + "masking.ratio = 1.5\n");
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> RecipeLoader.load(file.toString(), List.of()));
        assertThat(refused)
                .hasMessage(file + ":5: masking.ratio: 1.5 is out of range\n"
                        + "    give a number above 0 and below 1 (default 0.75)");
    }

    @Test
    void badSyntaxIsToldWithItsLineBesideBadOverrides() throws IOException {
        List<Problem> problems = problems(SMALLEST + "masking { ratio = 0.5 ]\n", "no equals sign", "model.patch=]");
        assertThat(problems).hasSize(3);
        assertThat(problems).extracting(Problem::origin).containsExactly("--set", "--set", file.toString());
        assertThat(problems.get(2).line()).isEqualTo(5);
        assertThat(problems)
                .extracting(Problem::message)
                .allSatisfy(message -> assertThat(message).doesNotContain("mine.conf", "--set", "properties"));
    }

    @Test
    void anUnresolvedSubstitutionIsAProblem() throws IOException {
        assertThat(problems(SMALLEST + "run.note = ${nowhere.to.be.found}\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(5);
                    assertThat(problem.message()).contains("nowhere.to.be.found");
                });
    }

    @Test
    void overridesCountMoreThanTheFileAndLaterOnesMoreThanEarlierOnes() throws IOException {
        Recipe recipe = load(SMALLEST, "run.epochs=60", "run.epochs=70", "masking={ratio=0.5, masked=0.3}");
        assertThat(recipe.run().epochs()).isEqualTo(70);
        assertThat(recipe.run().name()).isEqualTo("smallest");
        assertThat(recipe.masking().ratio()).isEqualTo(0.5);
        assertThat(recipe.masking().masked()).isEqualTo(0.3);
    }

    @Test
    void overridesAreHocon() throws IOException {
        Recipe recipe = load(
                SMALLEST,
                "optimizer.learningRate=1e-3",
                "data.cropScale=[0.5, 1]",
                "objective.target=pixels",
                "evaluation.features=[mean]",
                "evaluation.atEnd=off",
                "run.seed=-9223372036854775808",
                "optimizer.batchSize=\"64\"");
        assertThat(recipe.optimizer().learningRate()).isEqualTo(1e-3);
        assertThat(recipe.data().cropScale()).isEqualTo(new Span(0.5, 1));
        assertThat(recipe.objective().target()).isEqualTo(TargetKind.PIXELS);
        assertThat(recipe.evaluation().features()).containsExactly(FeatureKind.MEAN);
        assertThat(recipe.evaluation().atEnd()).isFalse();
        assertThat(recipe.run().seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(recipe.optimizer().batchSize()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../shared/data/x.tar.gz", "/a b/c//d#e", "C:\\images", "x=y", "a{b}", ""})
    void aTextNeedsNoQuotesOnTheCommandLine(String path) throws IOException {
        assertThat(load(SMALLEST, "data.path=" + path).data().path()).isEqualTo(path);
    }

    @Test
    void aQuotedTextLosesItsQuotes() throws IOException {
        assertThat(load(SMALLEST, "run.note=\"a, b\"").run().note()).isEqualTo("a, b");
    }

    @Test
    void aValueCannotSmuggleInASecondKey() throws IOException {
        assertThat(problems(SMALLEST, "run.epochs=60, run.seed=7"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("the value ends too early: quote it");
    }

    @Test
    void anIncludedFileIsReadAndNamedInProblems() throws IOException {
        Files.writeString(folder.resolve("shared.conf"), "# first line\nmasking.ratio = 0.5\n");
        assertThat(load("include \"shared.conf\"\n" + SMALLEST).masking().ratio())
                .isEqualTo(0.5);

        Files.writeString(folder.resolve("shared.conf"), "# first line\nmasking.ratio = 5\n");
        assertThat(problems("include \"shared.conf\"\n" + SMALLEST))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.origin())
                            .isEqualTo(folder.resolve("shared.conf").toString());
                    assertThat(problem.line()).isEqualTo(2);
                });
    }

    @Test
    void theIncludingFileCountsMoreThanWhatItIncludedBefore() throws IOException {
        Files.writeString(folder.resolve("shared.conf"), "masking.ratio = 0.5, masking.masked = 0.2");
        Recipe recipe = load("include \"shared.conf\"\n" + SMALLEST + "masking.ratio = 0.6");
        assertThat(recipe.masking().ratio()).isEqualTo(0.6);
        assertThat(recipe.masking().masked()).isEqualTo(0.2);
    }

    @Test
    void aBuiltInRecipeCanBeIncludedFromTheClassPath() throws IOException {
        Recipe recipe = load("include classpath(\"recipes/quickstart.conf\")\nrun.name = mine\n");
        assertThat(recipe.run().name()).isEqualTo("mine");
        assertThat(recipe.masking().strategy()).isEqualTo(MaskingKind.ATTENTION);
    }

    @Test
    void aMissingIncludeIsAProblem() throws IOException {
        assertThat(problems("include \"absent.conf\"\n" + SMALLEST))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.origin()).isEqualTo(file.toString());
                    assertThat(problem.message()).contains("absent.conf");
                });
    }

    @Test
    void aMissingFileGetsTheListOfBuiltInRecipes() {
        assertThat(problemsOf("quickstrat")).singleElement().satisfies(problem -> {
            assertThat(problem.origin()).isEqualTo("quickstrat");
            assertThat(problem.message()).contains("no such file");
            assertThat(problem.remedy()).contains("did you mean quickstart?").contains("mae-vit-b16");
        });
    }

    @Test
    void imagesInPlaceOfARecipeAreToldWhereTheyGo() throws IOException {
        Path archive = Files.createFile(folder.resolve("images.zip"));

        assertThat(problemsOf(folder.toString())).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("no recipe, but a folder");
            assertThat(problem.remedy()).contains("amt-imagefolder-64 --set data.path=" + folder);
        });
        assertThat(problemsOf(archive.toString())).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("no recipe, but a file of images");
            assertThat(problem.remedy()).contains("--set data.path=" + archive);
        });
        assertThat(problemsOf(folder.resolve("absent.zip").toString()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no such file"));
    }

    @Test
    void aBuiltInRecipeIsNamedInProblemsByItsResource() {
        assertThat(problemsOf("mae-cifar10"))
                .extracting(Problem::origin, Problem::key)
                .containsExactly(tuple("recipes/mae-cifar10.conf", "data.path"));
    }

    @Test
    void aNullInTheFileMeansTheDefault() throws IOException {
        assertThat(load(SMALLEST + "masking.ratio = null").masking().ratio()).isEqualTo(0.75);
        assertThat(problems(SMALLEST + "run.name = null"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("is required");
    }

    @Test
    void aNullInAListIsAProblemOfItsKey() throws IOException {
        assertThat(problems(SMALLEST + "data.mean = [null, 0.4, 0.4]"))
                .singleElement()
                .extracting(Problem::key)
                .isEqualTo("data.mean");
    }

    @Test
    void aPerceptronWithoutAWidthIsRefused() throws IOException {
        assertThat(problems(SMALLEST + "model.mlpRatio = 0.001"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.key()).isEqualTo("model.mlpRatio"));
        assertThat(problems(SMALLEST + "model.mlpRatio = 1e12"))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.key()).isEqualTo("model.mlpRatio"));
    }

    @Test
    void morePatchesThanCanBeNumberedAreRefused() throws IOException {
        assertThat(problems(SMALLEST + "model.patch = 1\ndata.imageHeight = 256\ndata.imageWidth = 256"))
                .singleElement()
                .extracting(Problem::key)
                .isEqualTo("model.patch");
    }

    @Test
    void aMissingFileIsAProblemHoweverTheIncludeIsSpelled() throws IOException {
        for (String include : List.of("file(\"/absent/x.conf\")", "classpath(\"absent.conf\")", "url(\"file:/x\")")) {
            assertThat(problems("include " + include + "\n" + SMALLEST))
                    .as(include)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("include"));
        }
    }

    @Test
    void aQuotedKeyWithADotIsUnknown() throws IOException {
        assertThat(problems(SMALLEST + "\"masking.ratio\" = 0.5"))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("unknown key");
    }
}
