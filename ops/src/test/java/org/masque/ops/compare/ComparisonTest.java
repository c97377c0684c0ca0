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
    void aBudgetOfTimeIsTurnedIntoSteps() throws IOException {
        ComparisonRequest request = request(
                new Budget.Minutes(.02), List.of(0L), "random:masking.strategy=random", "amt:masking.startEpoch=0");

        new Comparison(request, new PrintWriter(out, true)).describe();

        double seconds = secondsOf("amt");
        assertThat(seconds).isPositive();
        long steps = Math.max(1, Math.round(60 * .02 / seconds));
        assertThat(out.toString()).containsPattern("amt-s0 +\\d+ +" + steps + " ");
    }

    // Behind the name is the hash of the recipe.
    private double secondsOf(String contender) throws IOException {
        return json("timings.json").properties().stream()
                .filter(each -> each.getKey().startsWith(contender + " "))
                .findFirst()
                .orElseThrow()
                .getValue()
                .asDouble();
    }
}
