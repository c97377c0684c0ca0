package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.CheckpointSnapshot;
import org.masque.actors.RunCursor;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.RunGeneration;
import org.masque.model.objective.TrainingState;
import org.masque.model.probe.Evaluation;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.model.probe.LinearProbe;
import org.masque.model.probe.NearestNeighbours;
import org.masque.model.probe.ProbeReport;
import org.masque.model.tensor.NoTensorLeaks;

/** Which checkpoints a verdict deletes, with {@code checkpoint.keepLast = 1}. */
@ExtendWith(NoTensorLeaks.class)
class JudgedCheckpointsTest {
    @TempDir
    private Path folder;

    private TinyRun run;
    private RunGeneration generation;
    private CheckpointStore store;
    private RunCheckpoints checkpoints;

    @BeforeEach
    void threeCheckpointsOfWhichTheFirstIsTheBest() throws IOException {
        run = TinyRun.in(folder, "checkpoint.keepLast=1", "checkpoint.keepBest=knn");
        generation = RunGeneration.begin(folder);
        store = new CheckpointStore(folder, "test", generation);
        checkpoints = RunCheckpoints.of(run.recipe(), store, 64, null);
        save(1);
        evaluate(1, 0.5);
        save(2);
        save(3);
        assertThat(saved()).containsExactly("step-000001", "step-000003");
    }

    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    private void save(long step) throws IOException {
        try (TrainingState state = TrainingRun.freshState(run.recipe(), RunEvaluation.untrained(run.recipe()));
                CheckpointSnapshot snapshot = CheckpointSnapshot.of(state, new RunCursor(step, step, -1))) {
            checkpoints.write(snapshot);
        }
    }

    private void evaluate(long step, double accuracy) {
        checkpoints.verdictsExpected(Set.of(step));
        judge(step, accuracy);
    }

    private void judge(long step, double accuracy) {
        checkpoints.evaluated(
                step,
                List.of(new EvaluationReport(
                        FeatureKind.CLASS_TOKEN,
                        new Evaluation(new NearestNeighbours(3, 0.07), new LinearProbe(2, 0, 8, 0.03, 1)),
                        accuracy,
                        new ProbeReport(0, new double[0], new int[0][], ""),
                        1,
                        1)));
    }

    private List<String> saved() throws IOException {
        try (var entries = Files.list(store.folder())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }

    private String best() throws IOException {
        try (Checkpoint best = store.best().orElseThrow()) {
            return best.folder().getFileName().toString();
        }
    }

    @Test
    void anEarlierBestIsDeletedAsSoonAsABetterOneIsKnown() throws IOException {
        evaluate(3, 0.6);
        assertThat(saved()).containsExactly("step-000003");
        assertThat(best()).isEqualTo("step-000003");
    }

    @Test
    void anEarlierBestStaysBesideAWorseOne() throws IOException {
        evaluate(3, 0.4);
        assertThat(saved()).containsExactly("step-000001", "step-000003");
    }

    @Test
    void anEarlierBestIsDeletedWhenTheCheckpointOfTheBetterOneIsOnDisk() throws IOException {
        evaluate(4, 0.6);
        assertThat(best()).isEqualTo("step-000001");
        save(4);
        assertThat(saved()).containsExactly("step-000004");
        assertThat(best()).isEqualTo("step-000004");
    }

    @Test
    void whatWaitsForItsOwnVerdictIsNotDeleted() throws IOException {
        checkpoints.verdictsExpected(Set.of(3L, 4L));
        save(4);
        judge(3, 0.6);
        save(5);
        judge(4, 0.1);
        assertThat(saved()).containsExactly("step-000003", "step-000005");
    }

    @Test
    void anEarlierBestThatSomebodyReadsStaysUntilTheNextSave() throws IOException {
        try (Checkpoint read = store.best().orElseThrow()) {
            evaluate(3, 0.6);
            assertThat(read.folder()).isDirectory();
        }
        save(4);
        assertThat(saved()).containsExactly("step-000003", "step-000004");
    }

    @Test
    void nothingIsDeletedByAVerdictThatCannotBeWritten() throws IOException {
        Files.createDirectories(store.folder().resolve("best.json.tmp/in-the-way"));
        evaluate(3, 0.6);
        assertThat(saved()).containsExactly("step-000001", "step-000003");
        assertThat(best()).isEqualTo("step-000001");
    }

    @Test
    void aProcessThatLostTheRunDeletesNothing() throws IOException {
        RunGeneration.begin(folder);
        evaluate(3, 0.6);
        assertThat(saved()).containsExactly("step-000001", "step-000003");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the state owns its weights
    void aRunThatOnlyEvaluatesWhereItWasStoppedDeletesTheEarlierBestToo() throws IOException {
        checkpoints = RunCheckpoints.of(run.recipe(), store, 64, null);
        try (Checkpoint newest = store.newestValid().orElseThrow();
                TrainingState state = TrainingRun.freshState(run.recipe(), RunEvaluation.untrained(run.recipe()))) {
            checkpoints.restore(newest, state);
        }
        evaluate(3, 0.6);
        assertThat(saved()).containsExactly("step-000003");
    }
}
