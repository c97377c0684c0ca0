package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;
import org.masque.ops.UsageException;

@ExtendWith(NoTensorLeaks.class)
class ComparisonTest {
    private static final String RECIPE = """
        run { name = tiny, epochs = 1 }
        data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
        model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
        masking { strategy = attention, startEpoch = 1, refreshInterval = 1, refresh = barrier }
        optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
        evaluation { linearEpochs = 1, neighbours = 3 }
        pictures { images = 1 }
        parallel { workers = 1 }
        """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private ComparisonRequest request(Budget budget, List<Long> seeds, String... overridesOfOne) throws IOException {
        Path recipe = folder.resolve("tiny.conf");
        Files.writeString(recipe, RECIPE);
        return new ComparisonRequest(
                Contender.parseAll(List.of("amt=" + recipe, "random=" + recipe), List.of(overridesOfOne)),
                seeds,
                budget,
                List.of(),
                2,
                folder.resolve("out"));
    }

    private ExitCode run(ComparisonRequest request) throws IOException {
        return new Comparison(request, new PrintWriter(out, true)).run();
    }

    private JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out").resolve(name).toFile());
    }

    @Test
    void everyRunSeesAsManyImagesAndTheReportHoldsAll() throws IOException {
        ComparisonRequest request = request(new Budget.Images(100), List.of(0L, 1L), "random:masking.strategy=random");

        assertThat(run(request)).isEqualTo(ExitCode.OK);

        JsonNode report = json("comparison.json");
        assertThat(report.get("runs")).hasSize(4);
        for (JsonNode each : report.get("runs")) {
            // 100 images are 6 steps of 16 and 4 over: 3 epochs of 2 steps.
            assertThat(each.get("points")
                            .get(each.get("points").size() - 1)
                            .get("images")
                            .asLong())
                    .isEqualTo(96);
            assertThat(each.get("points")).hasSize(2);
            assertThat(each.get("losses")).hasSize(6);
            assertThat(each.at("/points/1/accuracies")).hasSize(4);
        }
        assertThat(report.get("contrasts")).hasSize(4);
        assertThat(folder.resolve("out/comparison.md"))
                .content()
                .contains("| Budget of each run | 100 images seen |", "## Difference from amt", "±");
        for (Curve curve : Curve.values()) {
            assertThat(folder.resolve("out").resolve(curve.file())).isNotEmptyFile();
        }
    }

    @Test
    void theSameCommandAgainRepeatsNothingAndMoreSeedsMayBeAdded() throws IOException {
        run(request(new Budget.Images(96), List.of(0L), "random:masking.strategy=random"));
        Path log = folder.resolve("out/runs/amt-s0/log.jsonl");
        FileTime before = Files.getLastModifiedTime(log);

        run(request(new Budget.Images(96), List.of(0L, 1L), "random:masking.strategy=random"));

        assertThat(Files.getLastModifiedTime(log)).isEqualTo(before);
        assertThat(out.toString()).contains("amt-s0: done before", "[3/4] amt-s1");
        assertThat(json("comparison.json").get("runs")).hasSize(4);
    }

    @Test
    void accuraciesOfImagesThatAnOlderVersionChoseAreFoundAnewWithoutTraining() throws IOException {
        Budget budget = new Budget.Images(96);
        ComparisonRequest request = new ComparisonRequest(
                request(budget, List.of(0L), "random:masking.strategy=random").contenders(),
                List.of(0L),
                budget,
                List.of("evaluation.testLimit=10"),
                2,
                folder.resolve("out"));
        run(request);
        Path log = folder.resolve("out/runs/amt-s0/log.jsonl");
        FileTime trained = Files.getLastModifiedTime(log);
        Path old = folder.resolve("out/runs/amt-s0/evaluation.json");
        Files.writeString(old, Files.readString(old).replaceFirst("\"evaluatedOn\".*\n", ""));
        out.getBuffer().setLength(0);

        assertThat(run(request)).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("evaluating amt-s0", "random-s0: done before");
        assertThat(new ObjectMapper().readTree(old.toFile()).get("evaluatedOn").asText())
                .isEqualTo("images 0/10 spread over classes by seed 0");
        assertThat(Files.getLastModifiedTime(log)).isEqualTo(trained);
    }

    @Test
    void oneSeedIsReportedAsTooFewForATest() throws IOException {
        run(request(new Budget.Images(96), List.of(3L), "random:masking.strategy=random"));

        assertThat(folder.resolve("out/comparison.md")).content().contains("not enough seeds");
    }

    @Test
    void aFolderOfAnotherBudgetIsRefused() throws IOException {
        run(request(new Budget.Images(96), List.of(0L), "random:masking.strategy=random"));

        assertThatThrownBy(() -> run(request(new Budget.Images(128), List.of(0L), "random:masking.strategy=random")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("another --out");
    }

    @Test
    void aBudgetThatEndsBeforeTheMasksBeginIsRefused() {
        assertThatThrownBy(() -> run(request(new Budget.Images(32), List.of(0L))))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("amt: masking.startEpoch = 1");
    }

    @Test
    void theStagesBeforeMasksByPartsStandInTheReportAndTheBeginningIsThatOfTheWeights() throws IOException {
        Budget budget = new Budget.Images(64);
        run(request(budget, List.of(0L), "random:masking.strategy=random"));
        String[] parts = {
            "random:masking.strategy=random",
            "random:run.weights=" + folder.resolve("out/runs/random-s0"),
            "amt:masking.strategy=parts",
            "amt:parts.pretrainEpochs=1",
            "amt:parts.epochs=2",
            "amt:parts.batchSize=16",
            "amt:parts.channels=4"
        };
        ComparisonRequest second = new ComparisonRequest(
                request(budget, List.of(0L), parts).contenders(),
                List.of(0L),
                budget,
                List.of(),
                1,
                folder.resolve("b"));

        assertThat(run(second)).isEqualTo(ExitCode.OK);

        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("b/comparison.json").toFile());
        JsonNode stages = report.at("/runs/0/stages");
        assertThat(stages).extracting(each -> each.get("stage").asText()).containsExactly("encoder", "parts");
        // One epoch of two steps of 16; then four steps of 16, and every one of 32 images labelled.
        assertThat(stages).extracting(each -> each.get("images").asLong()).containsExactly(32L, 96L);
        assertThat(stages).allMatch(each -> each.get("seconds").asDouble() > 0);
        assertThat(folder.resolve("b/comparison.md"))
                .content()
                .contains("64 images seen, without the stages before", "## Stages before", "**not in the budget**")
                .contains("random, as it began (`run.weights`)", "amt, untrained");
        assertThat(report.at("/runs/1/untrained"))
                .isEqualTo(json("comparison.json").at("/runs/1/points/1/accuracies"));
    }

    @Test
    void figuresFromBeforeStagesWereNotedAreStillRead() throws IOException {
        run(request(new Budget.Images(96), List.of(0L), "random:masking.strategy=random"));
        Path figures = folder.resolve("out/runs/amt-s0/evaluation.json");
        String old = Files.readString(figures).replaceFirst("(?s),\\s*\"stages\" : \\[ \\]", "");
        assertThat(old).doesNotContain("stages");
        Files.writeString(figures, old);

        assertThat(run(request(new Budget.Images(96), List.of(0L), "random:masking.strategy=random")))
                .isEqualTo(ExitCode.OK);
        assertThat(json("comparison.json").at("/runs/0/stages")).isEmpty();
    }

    @Test
    void aBudgetOfTimeIsTurnedIntoSteps() throws IOException {
        ComparisonRequest request = request(
                new Budget.Minutes(.02), List.of(0L), "random:masking.strategy=random", "amt:masking.startEpoch=0");

        new Comparison(request, new PrintWriter(out, true)).describe();

        JsonNode amt = costOf("amt");
        // Its maps are made at barriers, so that training waits; random masks have none.
        assertThat(amt.get("refresh").asDouble()).isPositive();
        assertThat(costOf("random").get("refresh").asDouble()).isZero();
        assertThat(amt.get("step").asDouble()).isPositive();
        assertThat(out.toString()).containsPattern("amt-s0 +\\d+ +" + stepsOf(amt, .02 * 60) + " ");
    }

    // Epochs of two steps, with a refresh before each.
    private static long stepsOf(JsonNode cost, double seconds) {
        double step = cost.get("step").asDouble();
        double refresh = cost.get("refresh").asDouble();
        long steps = 1;
        long epochs = 1;
        while ((steps + 1) * step + epochs * refresh <= seconds + step / 2) {
            steps++;
            epochs = (steps + 2) / 2;
        }
        return steps;
    }

    // Behind the name is the hash of the recipe.
    private JsonNode costOf(String contender) throws IOException {
        return json("timings.json").properties().stream()
                .filter(each -> each.getKey().startsWith(contender + " "))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
