package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestJudgeTest {
    private static final String FIGURE = "knn";

    @TempDir
    private Path run;

    private CheckpointStore store;
    private BestJudge judge;

    @BeforeEach
    void open() {
        store = new CheckpointStore(run, "1");
        judge = new BestJudge(store, FIGURE);
    }

    private void save(long step) throws IOException {
        store.save(Snapshots.of(step), new Retention(1, 0), judge.judgedSteps());
        judge.checkpointWritten();
    }

    private void evaluate(long step, double accuracy) {
        judge.verdictsExpected(Set.of(step));
        judge.evaluated(step, accuracy);
    }

    private boolean exists(long step) {
        return Files.isDirectory(CheckpointFolder.complete(store.folder(), step));
    }

    private String onDisk() throws IOException {
        try (Checkpoint best = store.best().orElseThrow()) {
            return best.folder().getFileName().toString();
        }
    }

    @Test
    void theBestStaysWhateverIsSavedAfterIt() throws IOException {
        save(1);
        evaluate(1, 0.5);
        save(2);
        evaluate(2, 0.4);
        for (long step = 3; step < 10; step++) {
            save(step);
        }
        assertThat(judge.best()).contains(new BestCheckpoint(1, 0.5, FIGURE, "step-000001"));
        assertThat(onDisk()).isEqualTo("step-000001");
        assertThat(exists(2)).isFalse();

        evaluate(9, 0.6);
        save(10);
        assertThat(onDisk()).isEqualTo("step-000009");
        assertThat(exists(1)).isFalse();
    }

    @Test
    void anEqualOneIsNotBetter() throws IOException {
        save(1);
        evaluate(1, 0.5);
        save(2);
        evaluate(2, 0.5);
        assertThat(onDisk()).isEqualTo("step-000001");
    }

    @Test
    void whatIsBeingEvaluatedStaysUntilTheVerdict() throws IOException {
        save(1);
        evaluate(1, 0.5);
        save(2);
        judge.verdictsExpected(Set.of(2L));
        save(3);
        save(4);
        assertThat(exists(1)).isTrue();
        assertThat(exists(2)).isTrue();

        judge.evaluated(2, 0.1);
        save(5);
        assertThat(exists(1)).isTrue();
        assertThat(exists(2)).isFalse();
    }

    @Test
    void theCheckpointsOfAllThatAreEvaluatedOrWaitStay() throws IOException {
        save(1);
        judge.verdictsExpected(Set.of(1L, 2L));
        save(2);
        save(3);
        save(4);
        judge.evaluated(1, 0.3);
        assertThat(onDisk()).isEqualTo("step-000001");
        assertThat(exists(2)).isTrue();

        judge.verdictsExpected(Set.of(2L));
        judge.evaluated(2, 0.4);
        save(5);
        assertThat(onDisk()).isEqualTo("step-000002");
        assertThat(exists(1)).isFalse();
        assertThat(exists(3)).isFalse();
    }

    @Test
    void aVerdictThatWaitsForItsCheckpointIsNotReplacedByAWorseOne() throws IOException {
        judge.verdictsExpected(Set.of(1L, 2L));
        judge.evaluated(1, 0.5);
        judge.evaluated(2, 0.4);
        save(3);
        assertThat(judge.best()).contains(new BestCheckpoint(1, 0.5, FIGURE, "step-000003"));
    }

    @Test
    void aVerdictBeforeItsCheckpointWaitsForTheFirstOneFromThatStepOn() throws IOException {
        save(1);
        evaluate(2, 0.5);
        assertThat(judge.best()).isEmpty();

        save(3);
        save(4);
        assertThat(judge.best()).contains(new BestCheckpoint(2, 0.5, FIGURE, "step-000003"));
        assertThat(exists(3)).isTrue();
    }

    @Test
    void theNextStartGoesOnJudging() throws IOException {
        save(1);
        evaluate(1, 0.5);
        save(2);

        judge = new BestJudge(store, FIGURE);
        save(3);
        evaluate(3, 0.4);
        save(4);
        assertThat(onDisk()).isEqualTo("step-000001");
    }

    @Test
    void accuraciesOfAnotherFigureAreNotCompared() throws IOException {
        save(1);
        evaluate(1, 0.5);

        judge = new BestJudge(store, "linear");
        save(2);
        save(3);
        assertThat(exists(1)).isTrue();
        evaluate(3, 0.2);
        assertThat(judge.best()).contains(new BestCheckpoint(3, 0.2, "linear", "step-000003"));
    }

    @Test
    void whoGoesBackForgetsWhatCameAfter() throws IOException {
        save(2);
        evaluate(2, 0.5);
        save(4);
        judge.verdictsExpected(Set.of(4L));
        store.discardAfter(1);
        judge.wentBack(1);

        judge.evaluated(4, 0.9);
        save(5);
        assertThat(judge.best()).isEmpty();
        assertThat(store.best()).isEmpty();
        assertThat(store.folder().resolve("best.json")).doesNotExist();
    }

    @Test
    void whoGoesBackToTheBestKeepsIt() throws IOException {
        save(2);
        evaluate(2, 0.5);
        save(4);
        store.discardAfter(2);
        judge.wentBack(2);
        assertThat(onDisk()).isEqualTo("step-000002");
        assertThat(judge.judgedSteps()).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"step\":1,\"accuracy\":0.5,\"figure\":\"knn\",\"checkpoint\":\"step-000007\"}",
                "{\"step\":1,\"accuracy\":0.5,\"figure\":\"knn\",\"checkpoint\":\"../step-000001\"}",
                "{\"step\":1,\"accuracy\":7,\"figure\":\"knn\",\"checkpoint\":\"step-000001\"}"
            })
    void aRecordThatSaysNothingUsefulIsPassedOver(String text) throws IOException {
        save(1);
        Files.writeString(store.folder().resolve("best.json"), text);
        judge = new BestJudge(store, FIGURE);
        assertThat(judge.best()).isEmpty();

        evaluate(1, 0.1);
        assertThat(onDisk()).isEqualTo("step-000001");
    }

    @Test
    void aBestCheckpointThatIsDamagedIsNoticedByItsReader() throws IOException {
        save(1);
        evaluate(1, 0.5);
        Files.writeString(CheckpointFolder.complete(store.folder(), 1).resolve("manifest.json"), "{}");
        assertThatThrownBy(() -> store.best().ifPresent(best -> {})).isInstanceOf(CorruptCheckpointException.class);
    }

    @Test
    void aRecordThatCannotBeWrittenCostsNothingElse() throws IOException {
        save(1);
        evaluate(1, 0.5);
        Files.createDirectories(store.folder().resolve("best.json.tmp/in-the-way"));
        save(2);
        evaluate(2, 0.6);
        save(3);
        assertThat(judge.best().orElseThrow().step()).isEqualTo(1);
        assertThat(exists(1)).isTrue();
    }

    @Test
    void whatAKilledWriterLeftIsCleanedUp() throws IOException {
        save(1);
        Files.writeString(store.folder().resolve("best.json.tmp"), "{");
        store.cleanStale();
        assertThat(store.folder().resolve("best.json.tmp")).doesNotExist();
    }
}
