package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.ops.ExitCode;

@ExtendWith(NoTensorLeaks.class)
class PartStagesTest {
    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 2 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32, testSize = 16 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking.strategy = parts
            parts { pretrainEpochs = 1, epochs = 2, count = 3, batchSize = 16, channels = 4 }
            optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 2 }
            checkpoint { everySteps = 2, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    @TempDir
    private Path runs;

    private final StringWriter out = new StringWriter();

    private ExitCode run(String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("run.folder=" + runs);
        return new RunSession(
                        RecipeLoader.loadText(RECIPE, "tiny", all), ResumePolicy.STRICT, new PrintWriter(out, true))
                .run();
    }

    @Test
    void oneCommandPreTrainsAnEncoderFindsPartsAndTrainsByThem() throws IOException {
        assertThat(run()).isEqualTo(ExitCode.OK);

        Path folder = runs.resolve("tiny");
        assertThat(out.toString()).startsWith("Page: ").contains("Stage 1 of 3", "Stage 2 of 3", "Stage 3 of 3");
        assertThat(folder.resolve("encoder/checkpoints")).isDirectory();
        assertThat(folder.resolve("parts/labels.bin")).isRegularFile();
        assertThat(folder.resolve("parts/parts.png")).isRegularFile();
        // Four steps, and what labelling took.
        assertThat(Files.readAllLines(folder.resolve("parts/log.jsonl")))
                .hasSize(5)
                .allMatch(line -> line.contains("\"seconds\":"));
        assertThat(folder.resolve("checkpoints/step-000004")).isDirectory();
        assertThat(folder.resolve("pictures")).isNotEmptyDirectory();

        Path partsLog = folder.resolve("parts/log.jsonl");
        assertThat(partsLog).content().contains("\"step\":1,", "\"labelled\":32");
        long logged = Files.size(partsLog);
        out.getBuffer().setLength(0);
        assertThat(run()).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Run tiny is finished: ").doesNotContain("Stage");
        assertThat(partsLog).hasSize(logged);

        out.getBuffer().setLength(0);
        assertThat(run("run.epochs=3")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("Page: ")
                .doesNotContain("Stage 1 of 3", "Stage 2 of 3")
                .contains("6 steps");
        assertThat(partsLog).hasSize(logged);
    }

    @Test
    void aDryRunTriesTheFirstStageAndTheLastAndMakesNoFolder() throws IOException {
        dryRun("run.name=first");

        assertThat(out.toString())
                .contains("Stage 1 of 3, pre-training the encoder with random masks:\nRun encoder could begin")
                .contains("Stage 2 of 3, finding parts, is not tried.\nStage 3 of 3, masks by parts:\nRun first could")
                .contains(runs.resolve("first/encoder") + ", which would be made");
        assertThat(runs).isEmptyDirectory();

        run("run.name=first");
        out.getBuffer().setLength(0);
        dryRun("run.name=first");
        assertThat(out.toString()).startsWith("Stages 1 and 2 of 3 are done").contains("no step: none is left");

        out.getBuffer().setLength(0);
        dryRun("run.name=second", "parts.encoder=" + runs.resolve("first/encoder"));
        assertThat(out.toString()).contains("finding parts with the encoder " + runs.resolve("first/encoder"));
        assertThat(runs.resolve("second")).doesNotExist();
    }

    private void dryRun(String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("run.folder=" + runs);
        new DryRun(RecipeLoader.loadText(RECIPE, "tiny", all), ResumePolicy.STRICT, new PrintWriter(out, true)).run();
    }

    @Test
    void aGivenEncoderLeavesTheFirstStageOut() throws IOException {
        run("run.name=first");
        out.getBuffer().setLength(0);

        assertThat(run("run.name=second", "parts.encoder=" + runs.resolve("first/encoder")))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).doesNotContain("Stage 1 of 3").contains("Stage 2 of 3");
        assertThat(runs.resolve("second/encoder")).doesNotExist();
        assertThat(runs.resolve("second/parts/labels.bin")).isRegularFile();
    }
}
