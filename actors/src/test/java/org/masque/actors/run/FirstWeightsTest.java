package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.config.ConfigException;
import org.masque.model.interop.SafetensorsException;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class FirstWeightsTest {
    private static final List<String> SHORT = List.of("masking.strategy=random", "run.steps=3");

    private final RecordingObserver heard = new RecordingObserver();
    private TinyRun given;

    @TempDir
    private Path folder;

    @BeforeEach
    void trainSomeWeights() throws IOException {
        given = TinyRun.in(folder.resolve("given"), "masking.strategy=random");
        given.run(heard);
    }

    private TinyRun from(Object weights, String name) {
        return TinyRun.in(folder.resolve(name), SHORT.get(0), SHORT.get(1), "run.weights=" + weights);
    }

    private double firstLoss(TinyRun run) throws IOException {
        RecordingObserver observer = new RecordingObserver();
        run.run(observer);
        return observer.losses().get(0);
    }

    @Test
    void aRunFromARunACheckpointOrAFileBeginsWhereThatEnded() throws IOException {
        double fresh = heard.losses().get(0);
        Path checkpoint = given.checkpoint(TinyRun.STEPS);
        double fromRun = firstLoss(from(given.folder(), "from-run"));

        assertThat(fromRun).isLessThan(0.97 * fresh);
        assertThat(firstLoss(from(checkpoint, "from-checkpoint"))).isEqualTo(fromRun);
        assertThat(firstLoss(from(checkpoint.resolve(RunCheckpoints.WEIGHTS), "from-file")))
                .isEqualTo(fromRun);
    }

    @Test
    void aRunThatGoesOnTakesItsOwnCheckpointAndNeedsTheGivenWeightsNoMore() throws IOException {
        Path file = Files.copy(
                given.checkpoint(TinyRun.STEPS).resolve(RunCheckpoints.WEIGHTS), folder.resolve("once.safetensors"));
        TinyRun begun = from(file, "begun");
        begun.run(new RecordingObserver());
        Files.delete(file);

        TinyRun longer = TinyRun.in(begun.folder(), SHORT.get(0), "run.steps=6", "run.weights=" + file);
        RecordingObserver resumed = new RecordingObserver();
        RunOutcome end = longer.run(resumed);

        assertThat(resumed.starts).containsExactly(3L);
        assertThat(end).isEqualTo(new RunOutcome(End.FINISHED, 6, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.safetensors", "empty"})
    void aPlaceWithoutWeightsIsAProblemOfTheRecipe(String name) throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        Path place = folder.resolve(name);

        assertThatThrownBy(() -> from(place, "lost").run(heard))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("run.weights")
                .hasMessageContaining(place + " holds no weights")
                .hasMessageContaining("name a safetensors file");
    }

    @Test
    void whatBecameOfTheWeightsIsSaidOnceAndNotWhenTheRunGoesOn() throws IOException {
        RecordingObserver begins = new RecordingObserver();
        TinyRun.in(
                        folder.resolve("larger"),
                        SHORT.get(0),
                        SHORT.get(1),
                        "data.imageHeight=48",
                        "run.weights=" + given.folder())
                .run(begins);
        assertThat(begins.weights)
                .singleElement()
                .asString()
                .startsWith("weights.safetensors: [pos_embed is for ")
                .contains("patches: interpolated (bicubic) to ")
                .contains("decoder_pos_embed is for ");

        RecordingObserver goesOn = new RecordingObserver();
        TinyRun.in(
                        folder.resolve("larger"),
                        SHORT.get(0),
                        "run.steps=4",
                        "data.imageHeight=48",
                        "run.weights=" + given.folder())
                .run(goesOn);
        assertThat(goesOn.starts).containsExactly(3L);
        assertThat(goesOn.weights).isEmpty();
    }

    @Test
    void aFileThatIsNoSafetensorsIsNamedAsWhatItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("mae.pth"), "version https://git-lfs.github.com/spec/v1\n");

        assertThatThrownBy(() -> from(file, "lost").run(heard))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("mae.pth: is a Git LFS pointer")
                .hasMessageContaining("git lfs pull");
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByTheTensorThatDoesNotFit() {
        TinyRun wider = TinyRun.in(folder.resolve("wider"), "model.width=48", "run.weights=" + given.folder());

        assertThatThrownBy(() -> wider.run(heard))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("weights.safetensors")
                .hasMessageContaining("cls_token");
    }
}
