package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
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

    @Test
    void theBestCheckpointIsReadByItsRecord() throws IOException {
        Path run = train("checkpoint.keepLast=5");
        Path record = run.resolve("checkpoints/best.json");
        String newest =
                new ObjectMapper().readTree(record.toFile()).get("checkpoint").asText();
        assertThat(newest).isEqualTo("step-000004");
        Files.writeString(record, Files.readString(record).replace(newest, "step-000002"));

        try (TrainedNetwork best = TrainedNetwork.load(run, ChosenCheckpoint.BEST);
                TrainedNetwork last = TrainedNetwork.load(run, ChosenCheckpoint.NEWEST)) {
            assertThat(best.updates()).isEqualTo(2);
            assertThat(last.updates()).isEqualTo(4);
        }
    }

    @Test
    void aRunWithoutEvaluationsHasNone() throws IOException {
        Path run = train("evaluation.atEnd=false");
        assertThatThrownBy(() -> TrainedNetwork.load(run, ChosenCheckpoint.BEST))
                .isInstanceOf(UnusableNetworkException.class)
                .hasMessageContaining("has no best checkpoint")
                .hasMessageContaining("checkpoint.keepBest");
    }
}
