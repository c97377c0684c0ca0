package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.model.tensor.NoTensorLeaks;

/** Whole runs of strategies and maps beside AMT's. */
@ExtendWith(NoTensorLeaks.class)
class StrategyRunTest {
    private static final List<String> HPM = List.of(
            "objective.difficulty=ranking",
            "masking.strategy=hpm",
            "masking.map=difficulty",
            "masking.mapFrom=teacher",
            "masking.teacher.first=0.5",
            "masking.ratio=0.5");

    private final RecordingObserver heard = new RecordingObserver();

    @TempDir
    private Path folder;

    private TinyRun run(String name, List<String> overrides) {
        return TinyRun.in(folder.resolve(name), overrides.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "masking.strategy=attmask masking.map=mean-attention masking.attmask.choice=hints",
                "masking.strategy=attmask masking.attmask.share=[0.2,0.6] masking.mapFrom=teacher",
                "masking.strategy=hpm masking.ratio=0.5",
                "masking.strategy=block masking.block.smallest=3",
                "masking.strategy=grid",
                "masking.map=famt masking.famt.frequency=true",
                "masking.map=difficulty objective.difficulty=regression"
            })
    void theRunEndsAndDrawsAPicture(String overrides) throws IOException {
        RunOutcome outcome = run("run", Arrays.asList(overrides.split(" ", -1))).run(heard);

        assertThat(outcome).isEqualTo(new RunOutcome(End.FINISHED, TinyRun.STEPS, ""));
        assertThat(heard.losses()).allMatch(Double::isFinite);
        assertThat(heard.pictures).hasSize(1).allMatch(Files::isRegularFile);
    }

    @Test
    void aRunOfHpmThatWasStoppedEndsWithTheBitsOfOneThatWasNotItsTeacherToo() throws IOException {
        TinyRun undisturbed = run("undisturbed", HPM);
        TinyRun stopped = run("stopped", HPM);
        undisturbed.run(heard);
        stopped.runUntil(7, new RecordingObserver());
        stopped.run(new RecordingObserver());

        assertThat(heard.refreshesFinished).containsExactly(1, 2, 3);
        assertThat(stopped.lastWeights()).isEqualTo(undisturbed.lastWeights());
        assertThat(teacher(stopped)).isEqualTo(teacher(undisturbed)).isNotEqualTo(stopped.lastWeights());
    }

    private static byte[] teacher(TinyRun run) throws IOException {
        return Files.readAllBytes(run.checkpoint(TinyRun.STEPS).resolve("teacher.safetensors"));
    }

    @Test
    void skippedBranchesDependOnTheSeedOnlyAndChangeTheRun() throws IOException {
        List<String> simMim = List.of(
                "objective.encoder=all", "objective.target=pixels", "masking.strategy=random", "model.layerScale=0.1");
        TinyRun without = run("without", simMim);
        TinyRun with = run("with", with(simMim, "model.dropPath=0.5"));
        TinyRun again = run("again", with(simMim, "model.dropPath=0.5", "data.loaders=1"));
        without.run(heard);
        with.run(new RecordingObserver());
        again.run(new RecordingObserver());

        assertThat(again.lastWeights()).isEqualTo(with.lastWeights());
        assertThat(with.lastWeights()).isNotEqualTo(without.lastWeights());
    }

    private static List<String> with(List<String> some, String... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).toList();
    }
}
