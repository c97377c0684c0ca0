package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.probe.Evaluation;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;
import org.masque.model.probe.LinearProbe;
import org.masque.model.probe.NearestNeighbours;
import org.masque.model.probe.ProbeReport;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class UntrainedFiguresTest {
    private static final String[] EVALUATED = {
        "masking.strategy=random", "evaluation.atEnd=true", "evaluation.linearEpochs=1"
    };
    // No network has these: where they turn up they were read.
    private static final List<EvaluationReport> FIGURES = List.of(new EvaluationReport(
            FeatureKind.CLASS_TOKEN,
            new Evaluation(new NearestNeighbours(20, 0.07), new LinearProbe(1, 300, 1024, 0.03, 1)),
            0.123,
            new ProbeReport(0.456, new double[] {0.25, Double.NaN}, new int[][] {{1, 3}, {0, 0}}, "text"),
            64,
            32));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void keep() throws IOException {
        file = new RunFolder(folder).checkpoints().resolve(UntrainedFigures.FILE);
        try (RunData data = RunData.open(run().recipe())) {
            figures(run(), data, "test").found(FIGURES);
        }
    }

    private TinyRun run(String... overrides) {
        return TinyRun.in(
                folder,
                Stream.concat(Arrays.stream(EVALUATED), Arrays.stream(overrides))
                        .toArray(String[]::new));
    }

    private UntrainedFigures figures(TinyRun run, RunData data, String version) {
        return new UntrainedFigures(new RunEvaluation(run.recipe(), data), file.resolveSibling(""), version);
    }

    private Optional<List<EvaluationReport>> known(String version, String... overrides) {
        TinyRun run = run(overrides);
        try (RunData data = RunData.open(run.recipe())) {
            return figures(run, data, version).known();
        }
    }

    @Test
    void whatWasKeptComesBack() {
        assertThat(maps(known("test").orElseThrow())).isEqualTo(maps(FIGURES));
        assertThat(known("test", "run.epochs=7", "evaluation.everyEpochs=2", "parallel.workers=2"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run.seed=2",
                "model.width=64",
                "model.depth=2",
                "data.size=65",
                "data.testSize=33",
                "data.mean=[0.1,0.2,0.3]",
                "evaluation.features=[class]",
                "evaluation.block=1",
                "evaluation.neighbours=3",
                "evaluation.temperature=0.1",
                "evaluation.linearEpochs=2",
                "evaluation.linearBatch=16",
                "evaluation.linearLearningRate=0.1",
                "evaluation.trainLimit=48",
                "evaluation.testLimit=16"
            })
    void whatIsOfSomethingElseIsNotUsed(String changed) {
        assertThat(known("test", changed)).isEmpty();
    }

    @Test
    void whatAnotherVersionFoundIsNotUsed() {
        assertThat(known("later")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"reports\":[]}"})
    void aFileThatSaysNothingIsNotUsed(String text) throws IOException {
        Files.writeString(file, text);
        assertThat(known("test")).isEmpty();
    }

    @Test
    void aFigureThatWasChangedIsNotUsed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("0.123", "0.723"));
        assertThat(known("test")).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsOnlyLogged() throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        try (RunData data = RunData.open(run().recipe())) {
            figures(run(), data, "test").found(FIGURES);
        }
        assertThat(known("test")).isEmpty();
    }

    @Test
    void aRunTakesWhatIsKeptAndKeepsWhatItFinds() throws IOException {
        RecordingObserver first = new RecordingObserver();
        run("run.steps=4").run(first);
        assertThat(maps(first.evaluations.get(1))).isEqualTo(maps(FIGURES));

        Files.delete(file);
        RecordingObserver second = new RecordingObserver();
        run("run.steps=8").run(second);
        assertThat(second.evaluations.get(1).get(0).knnAccuracy()).isNotEqualTo(0.123);
        assertThat(maps(known("test").orElseThrow())).isEqualTo(maps(second.evaluations.get(1)));
    }

    // A class without test images has no accuracy, and NaN equals nothing.
    private static List<Map<String, Object>> maps(List<EvaluationReport> reports) {
        return reports.stream().map(EvaluationReport::toMap).toList();
    }
}
