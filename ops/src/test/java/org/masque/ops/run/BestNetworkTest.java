package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.run.RunCheckpoints;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.Masque;

/** Networks that are read from a run's best checkpoint. */
@ExtendWith(NoTensorLeaks.class)
class BestNetworkTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 2 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = random }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            evaluation { atEnd = true, untrained = false, linearEpochs = 1 }
            pictures { everyEpochs = 0, images = 1 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    @TempDir
    private Path runs;

    private Path train(String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("run.folder=" + runs);
        new RunSession(
                        RecipeLoader.loadText(RECIPE, "tiny", all),
                        ResumePolicy.STRICT,
                        new PrintWriter(new StringWriter()))
                .run();
        return runs.resolve("tiny");
    }

    /** A run whose newest checkpoint is of step 4, and whose best one is said to be of step 2. */
    private Path trainWithABestOneBefore() throws IOException {
        Path run = train("checkpoint.keepLast=5");
        Path record = run.resolve("checkpoints/best.json");
        String newest =
                new ObjectMapper().readTree(record.toFile()).get("checkpoint").asText();
        assertThat(newest).isEqualTo("step-000004");
        Files.writeString(record, Files.readString(record).replace(newest, "step-000002"));
        return run;
    }

    private String said(Object... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter printer = new PrintWriter(said, true);
        int code = Masque.commandLine()
                .setOut(printer)
                .setErr(printer)
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        assertThat(code).as("%s", said).isZero();
        return said.toString();
    }

    @Test
    void theBestCheckpointIsReadByItsRecord() throws IOException {
        Path run = trainWithABestOneBefore();

        try (TrainedNetwork best = TrainedNetwork.load(run, ChosenCheckpoint.BEST);
                TrainedNetwork last = TrainedNetwork.load(run, ChosenCheckpoint.NEWEST)) {
            assertThat(best.updates()).isEqualTo(2);
            assertThat(last.updates()).isEqualTo(4);
        }
    }

    @Test
    void masksAreDrawnAndScoredOfTheBestCheckpointWhereThatIsAskedFor() throws IOException {
        Path run = trainWithABestOneBefore();
        Path sheets = Files.createDirectory(runs.resolve("sheets"));

        assertThat(said("masks", run, "--checkpoint", "best", "--out", sheets, "--images", 1))
                .contains("step-0000002.png");
        assertThat(said("masks", run, "--out", sheets, "--images", 1)).contains("step-0000004.png");

        JsonNode best = scored(run, "--checkpoint", "best");
        assertThat(best).isEqualTo(scored(run.resolve("checkpoints/step-000002")));
        assertThat(best).isNotEqualTo(scored(run));
    }

    @Test
    void whatPatchesTellOfPixelsIsProbedBesideTheUntrainedNetwork() throws IOException {
        Path run = train("evaluation.atEnd=false");

        JsonNode found = new ObjectMapper().readTree(said("probe", run, "--dense", "--images", 5, "--json"));

        assertThat(found.at("/trained/trainImages").asInt()).isEqualTo(5);
        assertThat(found.at("/trained/meanIou").asDouble())
                .isBetween(
                        found.at("/trained/low").asDouble(),
                        found.at("/trained/high").asDouble());
        assertThat(found.at("/untrained/classes").asInt()).isGreaterThan(2);
    }

    @Test
    void mapsOfSeveralKindsAreScoredOfOneNetwork() throws IOException {
        Path run = train("evaluation.atEnd=false");

        JsonNode networks = new ObjectMapper()
                .readTree(said("masks", "score", run, "--images", 4, "--json", "--maps", "attention,feature-cut"))
                .get("networks");

        assertThat(networks.findValuesAsText("kind"))
                .containsExactly("attention", "feature-cut", "yardstick", "yardstick", "yardstick");
        assertThat(networks.get(0).get("scores")).isNotEqualTo(networks.get(1).get("scores"));
    }

    private JsonNode scored(Path from, String... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("masks", "score", from, "--images", 4, "--json"));
        arguments.addAll(List.of(more));
        ObjectNode network = (ObjectNode)
                new ObjectMapper().readTree(said(arguments.toArray())).at("/networks/0");
        network.remove("network");
        return network;
    }

    @Test
    void aRunWithoutEvaluationsHasNone() throws IOException {
        Path run = train("evaluation.atEnd=false");
        assertThatThrownBy(() -> TrainedNetwork.load(run, ChosenCheckpoint.BEST))
                .isInstanceOf(UnusableNetworkException.class)
                .hasMessageContaining("has no best checkpoint")
                .hasMessageContaining("checkpoint.keepBest");
    }

    @Test
    void whoeverOnlyReadsPassesADamagedCheckpointOverAndLeavesItToTheRun() throws IOException {
        Path run = train("checkpoint.keepLast=5", "checkpoint.everySteps=2");
        Path damaged = run.resolve("checkpoints/step-000004");
        Path weights = damaged.resolve(RunCheckpoints.WEIGHTS);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        try (TrainedNetwork last = TrainedNetwork.load(run)) {
            assertThat(last.updates()).isLessThan(4);
        }
        assertThat(damaged).isDirectory();
    }
}
