package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.ParameterLayout;
import org.masque.ops.ExitCode;
import org.masque.ops.health.PortInUseException;

@ExtendWith(NoTensorLeaks.class)
class RunSessionTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 2 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 1, refresh = barrier }
            optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 2, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    @TempDir
    private Path runs;

    private final StringWriter out = new StringWriter();

    private Recipe recipe(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("run.folder=" + runs);
        return RecipeLoader.loadText(RECIPE, "tiny", all);
    }

    private ExitCode run(ResumePolicy policy, String... overrides) throws IOException {
        return new RunSession(recipe(overrides), policy, new PrintWriter(out, true)).run();
    }

    private RunFolder folder() {
        return RunFolder.of(runs.toString(), "tiny");
    }

    private JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void aRunLeavesItsRecipeProvenanceLogAndResults() throws IOException {
        assertThat(run(ResumePolicy.STRICT, "run.note=\"a note\"")).isEqualTo(ExitCode.OK);

        assertThat(folder().effectiveRecipe()).content().contains("run.name = \"tiny\"");
        assertThat(json(folder().provenance()).at("/data/images").asInt()).isEqualTo(32);
        JsonNode results = json(folder().results());
        assertThat(results.get("end").asText()).isEqualTo("FINISHED");
        assertThat(results.get("steps").asInt()).isEqualTo(4);
        assertThat(results.get("note").asText()).isEqualTo("a note");
        List<String> events = new ArrayList<>();
        for (String line : Files.readAllLines(folder().log())) {
            events.add(new ObjectMapper().readTree(line).get("event").asText());
        }
        assertThat(events)
                .startsWith("started", "step")
                .contains("checkpointWritten", "refreshFinished")
                .endsWith("stopped");
        assertThat(out.toString()).contains("Done.");
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void theSameCommandAfterTheEndDoesNothingAndKeepsTheResults() throws IOException {
        run(ResumePolicy.STRICT);
        String results = Files.readString(folder().results());

        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);

        assertThat(folder().results()).hasContent(results);
    }

    @Test
    void anotherRecipeIsRefusedAndTheFolderStaysThatOfTheFirst() throws IOException {
        run(ResumePolicy.STRICT);
        String recipe = Files.readString(folder().effectiveRecipe());

        assertThatThrownBy(() -> run(ResumePolicy.STRICT, "run.seed=2"))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("--allow-changes");

        assertThat(folder().effectiveRecipe()).hasContent(recipe);
    }

    @Test
    void aChangeThatIsAllowedButCannotBeginIsNotTheFoldersRecipe() throws IOException {
        run(ResumePolicy.STRICT);
        String recipe = Files.readString(folder().effectiveRecipe());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> run(
                            ResumePolicy.ALLOW_CHANGES,
                            "run.seed=2",
                            "http.enabled=true",
                            "http.port=" + taken.getLocalPort()))
                    .isInstanceOf(PortInUseException.class);
        }

        assertThat(folder().effectiveRecipe()).hasContent(recipe);
        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);
    }

    @Test
    void otherImagesAreNoticedAndOnRequestTheirMapsAreMadeAnew() throws IOException {
        run(ResumePolicy.STRICT);
        Path provenance = folder().provenance();
        Files.writeString(
                provenance, Files.readString(provenance).replaceFirst("\"fingerprint\" : \"", "\"fingerprint\" : \"0"));
        assertThatThrownBy(() -> run(ResumePolicy.STRICT, "run.epochs=3"))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("the images are not those");

        assertThat(run(ResumePolicy.ALLOW_CHANGES, "run.epochs=3", "data.size=48"))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void aRunBeyondTheLimitOfNativeMemoryAsksForARestartAndNamesTheKnob() throws IOException {
        // Weights, both moments and one worker's gradients fit; its scratch memory does not.
        long floats = 4 * new ParameterLayout(RecipeParts.shape(recipe())).length();
        TensorLedger.limitTo(4 * floats + (100 << 10));
        try {
            assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.RESTART);
        } finally {
            TensorLedger.limitTo(0);
        }

        assertThat(out.toString()).contains("-Dmasque.maxNativeBytes").contains("optimizer.batchSize");
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void resultsThatCannotBeWrittenDoNotHideAnEnd() throws IOException {
        Files.createDirectories(folder().results().resolve("in the way"));

        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.IO);

        assertThat(out.toString()).contains("Done.").contains("4 steps");
    }

    @Test
    void checkpointsThatAreThereNeedNoRoom() throws IOException {
        long before = DiskNeed.bytes(recipe(), folder(), 32);
        run(ResumePolicy.STRICT);
        long after = DiskNeed.bytes(recipe(), folder(), 32);

        // Three of them before; then two are there, and the maps in use.
        assertThat(before).isGreaterThan(3 * after);
        assertThat(before).isLessThan(4 * after);
    }

    @Test
    void aRunThatDivergesWhateverIsLeftOutEndsAsBadDataWithABundle() throws IOException {
        ExitCode end = run(
                ResumePolicy.STRICT,
                "run.epochs=8",
                "masking.strategy=random",
                "optimizer.learningRate=1e30",
                "recovery.badSteps=2",
                "recovery.maxRollbacks=1");

        assertThat(end).isEqualTo(ExitCode.BAD_DATA);
        assertThat(out.toString()).contains("2 steps in a row").contains("recovery.maxRollbacks");
        Path last;
        try (Stream<Path> bundles = Files.list(folder().path().resolve("diagnostics"))) {
            last = bundles.max(Comparator.naturalOrder()).orElseThrow();
        }
        JsonNode diagnosis = json(last.resolve("diagnosis.json"));
        assertThat(diagnosis.get("goesBack").asBoolean()).isFalse();
        assertThat(diagnosis.at("/badSteps/0/samples")).hasSize(16);
        assertThat(diagnosis.get("rollbacks")).hasSize(1);
        assertThat(json(last.resolve("gradients.json")).get(0).get("name").asText())
                .isNotEmpty();
        assertThat(json(last.resolve("weights.json"))).isNotEmpty();
        assertThat(last.resolve("effective.conf")).content().contains("recovery.badSteps = 2");
        assertThat(last.resolve("log-end.jsonl")).isNotEmptyFile();
        assertThat(TensorLedger.live()).isZero();
    }
}
