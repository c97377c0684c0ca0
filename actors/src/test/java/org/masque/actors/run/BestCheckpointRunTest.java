package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.RunOutcome.End;
import org.masque.model.checkpoint.BestCheckpoint;
import org.masque.model.checkpoint.BestJudge;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.tensor.NoTensorLeaks;

/** Whole runs whose checkpoint of the best evaluation outlives the others. */
@ExtendWith(NoTensorLeaks.class)
class BestCheckpointRunTest {
    private static final String[] EVALUATED = {
        "masking.strategy=random",
        "evaluation.everyEpochs=1",
        "evaluation.untrained=false",
        "evaluation.linearEpochs=1",
        "evaluation.neighbours=3",
        "checkpoint.everySteps=1",
        "checkpoint.keepLast=1"
    };

    private final RecordingObserver heard = new RecordingObserver();
    private final List<Double> accuracies = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    // An evaluation behind one that waits is left out, so which steps are evaluated depends on timing.
    private final class Evaluations extends RecordingObserver {
        @Override
        public void evaluated(
                long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {
            super.evaluated(version, epoch, reports, untrained);
            accuracies.add(reports.get(0).knnAccuracy());
        }
    }

    private BestCheckpoint best(TinyRun run) {
        return new BestJudge(new CheckpointStore(run.folder(), "test"), "any")
                .best()
                .orElseThrow();
    }

    private static List<String> saved(TinyRun run) throws IOException {
        try (var entries = Files.list(run.folder().resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("step"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theBestEvaluatedStepIsStillThereAtTheEndOfTheRun() throws IOException {
        TinyRun run = TinyRun.in(folder, EVALUATED);
        run.run(new Evaluations());

        BestCheckpoint best = best(run);
        double highest =
                accuracies.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        assertThat(best.accuracy()).isEqualTo(highest);
        assertThat(best.figure()).startsWith("knn k=3 ").endsWith(", images 0/0");
        assertThat(saved(run)).contains(best.folder(), "step-000016");
    }

    @Test
    void theFirstOfTwoEvaluationsStaysWhileTheSecondIsWorseAndARunThatIsResumedGoesOnJudging() throws IOException {
        TinyRun begun = TinyRun.in(folder, with("run.steps=4", "evaluation.atEnd=true"));
        begun.run(new Evaluations());
        // What no evaluation can reach, so that all that follow are worse.
        String record = Files.readString(begun.folder().resolve("checkpoints/best.json"));
        Files.writeString(
                begun.folder().resolve("checkpoints/best.json"),
                record.replaceFirst("\"accuracy\" : [0-9.]+", "\"accuracy\" : 1.0"));

        TinyRun resumed = TinyRun.in(folder, EVALUATED);
        assertThat(resumed.run(new Evaluations()).end()).isEqualTo(End.FINISHED);
        assertThat(accuracies).hasSizeGreaterThan(1);
        assertThat(saved(resumed)).contains("step-000004", "step-000016");
        assertThat(best(resumed).folder()).isEqualTo("step-000004");
    }

    @Test
    void theEvaluationAtTheEndIsJudgedBeforeTheRunEnds() throws IOException {
        TinyRun run = TinyRun.in(folder, "masking.strategy=random", "run.epochs=1", "evaluation.atEnd=true");
        run.run(heard);

        assertThat(best(run).step()).isEqualTo(4);
        assertThat(best(run).folder()).isEqualTo("step-000004");
    }

    @Test
    void whoeverWantsNoneKeepsNone() throws IOException {
        TinyRun run = TinyRun.in(folder, with("checkpoint.keepBest=none"));
        run.run(heard);

        assertThat(saved(run)).containsExactly("step-000016");
        assertThat(run.folder().resolve("checkpoints/best.json")).doesNotExist();
    }

    private static String[] with(String... overrides) {
        return Stream.concat(Arrays.stream(EVALUATED), Arrays.stream(overrides)).toArray(String[]::new);
    }
}
