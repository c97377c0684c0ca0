package org.masque.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;

@ExtendWith(NoTensorLeaks.class)
class PartScoringTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 1 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking.strategy = parts
            parts { pretrainEpochs = 1, epochs = 2, count = 3, batchSize = 16, channels = 4 }
            optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everyEpochs = 0, everyMinutes = 0 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    @TempDir
    private static Path runs;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void trainByParts() throws IOException {
        RunSession session = new RunSession(
                RecipeLoader.loadText(RECIPE, "tiny", List.of("run.folder=" + runs)),
                ResumePolicy.STRICT,
                new PrintWriter(new StringWriter()));
        assertThat(session.run()).isEqualTo(ExitCode.OK);
    }

    private int masks(Object... arguments) {
        List<String> words = new ArrayList<>(List.of("masks"));
        for (Object argument : arguments) {
            words.add(argument.toString());
        }
        return Masque.execute(
                Masque.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)),
                words.toArray(String[]::new));
    }

    private static Path run() {
        return runs.resolve("tiny");
    }

    @Test
    void everyWayToFindPartsIsScoredWithAnIntervalAgainstTheTrueParts() throws IOException {
        String all = "heads,image-clusters,set-clusters,learned";

        assertThat(masks("score", run(), "--parts", all, "--images", 6, "--shifts", 4, "--out", folder, "--json"))
                .isZero();

        JsonNode networks = new ObjectMapper().readTree(out.toString()).get("networks");
        assertThat(networks)
                .extracting(each -> each.get("kind").asText())
                .containsExactly(
                        "attention",
                        "heads",
                        "image-clusters",
                        "set-clusters (from the scored images)",
                        "learned (from the run's images)",
                        "yardstick",
                        "yardstick",
                        "yardstick",
                        "yardstick");
        JsonNode learned = networks.get(4).get("scores");
        assertThat(learned.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "partPurity",
                        "partPurityShuffled",
                        "partInformation",
                        "partInformationShuffled",
                        "partStability4");
        for (JsonNode score : learned) {
            assertThat(score.get("low").asDouble())
                    .isLessThanOrEqualTo(score.get("mean").asDouble());
            assertThat(score.get("images").asInt()).isEqualTo(6);
        }
        assertThat(folder).isDirectoryContaining("glob:**/masks-score-5.png");
    }

    @Test
    void theEncoderOfTheFirstStageIsScoredByWhatItsRunLearned() {
        assertThat(masks("score", run().resolve("encoder"), "--parts", "learned", "--images", 2, "--shifts", 2))
                .isZero();
        assertThat(out.toString())
                .contains("encoder: learned (from the run's images)", "Purity of the parts", "labels shuffled");
    }

    @Test
    void aRunThatLearnedNoPartsCannotBeScoredByThem() throws IOException {
        Path alone = copyOfCheckpoint();

        assertThat(masks("score", alone, "--parts", "learned", "--images", 2)).isEqualTo(64);
        assertThat(err.toString())
                .contains("belongs to no run that learned parts")
                .contains("masque parts train");
    }

    @Test
    void aWrongNameIsAnsweredWithTheRightOnes() {
        assertThat(masks("score", run(), "--parts", "clusters")).isEqualTo(64);
        assertThat(err.toString()).contains("--parts").contains("learned, heads, image-clusters, set-clusters");
    }

    @Test
    void aSheetMasksByTheLabelsOfTheRun() throws IOException {
        assertThat(masks(run(), "--out", folder.resolve("own"), "--images", 2)).isZero();
        assertThat(masks(run(), "--out", folder.resolve("chance"), "--images", 2, "--set", "masking.strategy=random"))
                .isZero();

        assertThat(sheet("own")).isNotEqualTo(sheet("chance"));
    }

    private byte[] sheet(String name) throws IOException {
        try (var files = Files.list(folder.resolve(name))) {
            return Files.readAllBytes(files.findFirst().orElseThrow());
        }
    }

    @Test
    void aSheetWithoutTheRunsLabelsIsRefusedAndNotMaskedByChance() throws IOException {
        Path alone = copyOfCheckpoint();

        assertThat(masks(alone, "--out", folder, "--images", 2)).isEqualTo(78);
        assertThat(err.toString())
                .contains("masks by parts, and there are no labels")
                .contains("strategy=random");
        assertThat(masks(run(), "--out", folder, "--images", 2, "--set", "run.seed=2"))
                .isEqualTo(78);
        assertThat(err.toString()).contains("parts of other images than these");
        assertThat(folder).isDirectoryNotContaining("glob:**.png");
    }

    private Path copyOfCheckpoint() throws IOException {
        Path to = Files.createDirectories(folder.resolve("alone"));
        try (var checkpoints = Files.list(run().resolve("checkpoints"))) {
            Path from = checkpoints.filter(Files::isDirectory).findFirst().orElseThrow();
            try (var files = Files.list(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
        }
        return to;
    }
}
