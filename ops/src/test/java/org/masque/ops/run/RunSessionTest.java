package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunFolder;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.ParameterLayout;
import org.masque.ops.ExitCode;
import org.masque.ops.metrics.MovingAverage;

@ExtendWith(NoTensorLeaks.class)
class RunSessionTest {
    private static final List<String> PARTS =
            List.of("waitedForData", "waitedForMasks", "forward", "backward", "reduce", "update", "rest");

    @TempDir
    private Path runs;

    private TinySession session;

    @BeforeEach
    void begin() {
        session = TinySession.in(runs);
    }

    private ExitCode run(ResumePolicy policy, String... overrides) throws IOException {
        return session.run(policy, overrides);
    }

    private RunFolder folder() {
        return session.folder();
    }

    private String said() {
        return session.out().toString();
    }

    private JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void theFirstLinesSayWhereThePageAndTheFilesAre() throws IOException {
        assertThat(run(ResumePolicy.STRICT, "run.steps=1", "http.enabled=true", "http.port=0"))
                .isEqualTo(ExitCode.OK);

        List<String> lines = said().lines().toList();
        assertThat(lines.get(0)).matches("Page: http://127\\.0\\.0\\.1:\\d+/");
        assertThat(lines.get(1)).isEqualTo("Folder: " + folder().path());
        assertThat(lines.get(2)).startsWith("Run tiny: 32 images, ").endsWith(" epochs");
        assertThat(lines.get(3))
                .isEqualTo(
                        "Kernels: " + json(folder().provenance()).get("kernels").asText());
    }

    @Test
    void aRunWithoutAPageSaysWhy() throws IOException {
        run(ResumePolicy.STRICT, "run.steps=1");

        assertThat(said()).startsWith("Page: none, since http.enabled = false\nFolder: " + folder().path() + "\n");
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
        assertThat(said()).contains("Done.");
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void thePartsOfEveryLoggedStepComeOneAfterTheOtherAndAddUpToIt() throws IOException {
        run(ResumePolicy.STRICT, "run.epochs=8", "parallel.workers=2");

        List<JsonNode> steps = logged("step");
        assertThat(steps).hasSize(16).allSatisfy(step -> {
            double sum = 0;
            for (String part : PARTS) {
                assertThat(step.get(part).asDouble()).as(part).isNotNegative();
                sum += step.get(part).asDouble();
            }
            assertThat(sum).isCloseTo(step.get("seconds").asDouble(), within(1e-9));
        });
    }

    // Two steps an epoch.
    @Test
    void theLogCountsEpochsByWhatIsDone() throws IOException {
        run(ResumePolicy.STRICT, "evaluation.atEnd=true", "evaluation.linearEpochs=1");

        assertThat(logged("step"))
                .extracting(line -> line.get("epoch").asDouble())
                .containsExactly(0.5, 1.0, 1.5, 2.0);
        assertThat(logged("evaluationStarted"))
                .extracting(line -> line.get("epoch").asDouble())
                .containsExactly(2.0);
        JsonNode evaluated = logged("evaluated").get(0);
        assertThat(evaluated.get("step").asLong()).isEqualTo(4);
        assertThat(evaluated.get("epoch").asDouble()).isEqualTo(2);
    }

    @Test
    void theLossOfTheLastStepAndTheSmoothedOneAreToldApart() throws IOException {
        run(ResumePolicy.STRICT);

        MovingAverage average = MovingAverage.ofLastSteps();
        logged("step").forEach(step -> average.add(step.get("loss").asDouble()));
        JsonNode results = json(folder().results());
        assertThat(results.get("loss").asDouble())
                .isEqualTo(logged("step").get(3).get("loss").asDouble());
        assertThat(results.get("smoothedLoss").asDouble()).isCloseTo(average.value(), within(1e-12));
        assertThat(said())
                .contains(String.format(
                        Locale.ROOT,
                        "loss %.4f in the last one, %.4f smoothed",
                        results.get("loss").asDouble(),
                        average.value()));
    }

    private List<JsonNode> logged(String event) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder().log())) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines.stream()
                .filter(line -> line.get("event").asText().equals(event))
                .toList();
    }

    @Test
    void theSameCommandAfterTheEndDoesNothingAndKeepsTheResults() throws IOException {
        run(ResumePolicy.STRICT);
        String results = Files.readString(folder().results());

        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.OK);

        assertThat(folder().results()).hasContent(results);
    }

    @Test
    void aRunBeyondTheLimitOfNativeMemoryAsksForARestartAndNamesTheKnob() throws IOException {
        // Weights, both moments and one worker's gradients fit; its scratch memory does not.
        long floats = 4 * new ParameterLayout(RecipeParts.shape(session.recipe())).length();
        TensorLedger.limitTo(4 * floats + (100 << 10));
        try {
            assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.RESTART);
        } finally {
            TensorLedger.limitTo(0);
        }

        assertThat(said()).contains("-Dmasque.maxNativeBytes").contains("optimizer.batchSize");
        assertThat(TensorLedger.live()).isZero();
    }

    @Test
    void resultsThatCannotBeWrittenDoNotHideAnEnd() throws IOException {
        Files.createDirectories(folder().results().resolve("in the way"));

        assertThat(run(ResumePolicy.STRICT)).isEqualTo(ExitCode.IO);

        assertThat(said()).contains("Done.").contains("4 steps");
    }

    @Test
    void checkpointsThatAreThereNeedNoRoom() throws IOException {
        long before = DiskNeed.bytes(session.recipe(), folder(), 32);
        run(ResumePolicy.STRICT);
        long after = DiskNeed.bytes(session.recipe(), folder(), 32);

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
        assertThat(said()).contains("2 steps in a row").contains("recovery.maxRollbacks");
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
