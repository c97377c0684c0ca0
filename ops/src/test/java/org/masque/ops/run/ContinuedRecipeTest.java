package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.actors.run.RunFolder;
import org.masque.config.ConfigException;
import org.masque.config.Difference;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.RecipeLoader;
import org.masque.model.data.DataException;

/** A run that goes on with another length, or with a path that is not there. */
class ContinuedRecipeTest {
    @TempDir
    private Path runs;

    private LoadedRecipe ask(String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of("run.folder=" + runs, "data.path=" + runs));
        all.addAll(Arrays.asList(overrides));
        return ContinuedRecipe.of(RecipeLoader.read("amt-imagefolder-64", all));
    }

    // As far as the next start can see.
    private void begin(String... overrides) throws IOException {
        LoadedRecipe begun = ask(overrides);
        RunFolder folder = folder();
        Files.createDirectories(folder.path().resolve("checkpoints"));
        Files.writeString(folder.effectiveRecipe(), EffectiveRecipe.render(begun.toTrain(), begun.remarks()));
    }

    private RunFolder folder() {
        return RunFolder.of(runs.toString(), "amt-imagefolder-64");
    }

    @Test
    void aShortRunThatGetsLongerKeepsTheScheduleItBeganWith() throws IOException {
        begin("run.epochs=8");

        LoadedRecipe longer = ask("run.epochs=50");

        assertThat(longer.remarks())
                .containsExactly(
                        "masking.startEpoch: 10 -> 1, as when the run began",
                        "masking.refreshInterval: 10 -> 1, as when the run began",
                        "optimizer.warmupEpochs: 10.0 -> 1.0, as when the run began");
        assertThat(EffectiveRecipe.differences(ResumePolicy.begun(folder()).orElseThrow(), longer.toTrain()))
                .extracting(Difference::text)
                .containsExactly("run.epochs: 8 -> 50");
        ResumePolicy.STRICT.check(folder(), longer.toTrain());
        ResumePolicy.STRICT.check(folder(), ask().toTrain());
    }

    @Test
    void aRunMayGetLongerSeveralTimesUpToTheLengthOfItsRecipe() throws IOException {
        begin("run.epochs=8");
        for (String[] next : new String[][] {{"run.epochs=16"}, {"run.epochs=50"}, {}, {}, {"run.epochs=150"}}) {
            LoadedRecipe longer = ask(next);
            assertThat(longer.toTrain().masking().startEpoch()).isEqualTo(1);
            assertThat(longer.toTrain().optimizer().warmupEpochs()).isEqualTo(1);
            ResumePolicy.STRICT.check(folder(), longer.toTrain());
            begin(next);
        }
    }

    @Test
    void theSameShortRunAgainIsTheSame() throws IOException {
        begin("run.epochs=8");
        assertThat(EffectiveRecipe.differences(
                        ResumePolicy.begun(folder()).orElseThrow(),
                        ask("run.epochs=8").toTrain()))
                .isEmpty();
    }

    @Test
    void aWholeRunThatIsProlongedKeepsItsSchedule() throws IOException {
        begin();
        LoadedRecipe longer = ask("run.epochs=150");
        assertThat(longer.remarks()).isEmpty();
        assertThat(longer.toTrain().masking().startEpoch()).isEqualTo(10);
    }

    @Test
    void aWholeRunThatIsCutKeepsItsScheduleWhereThatFits() throws IOException {
        begin();
        assertThat(ask("run.epochs=20").toTrain().masking().startEpoch()).isEqualTo(10);
        assertThat(ask("run.epochs=20").remarks()).isEmpty();

        LoadedRecipe tooShort = ask("run.epochs=8");
        assertThat(tooShort.toTrain().masking().startEpoch()).isEqualTo(1);
        assertThatThrownBy(() -> ResumePolicy.STRICT.check(folder(), tooShort.toTrain()))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("masking.startEpoch: 10 -> 1")
                .hasMessageContaining("--allow-changes");
    }

    @Test
    void whatIsSetByHandIsNotTakenFromTheRun() throws IOException {
        begin("run.epochs=8");
        LoadedRecipe changed = ask("run.epochs=50", "masking.startEpoch=7");
        assertThat(changed.toTrain().masking().startEpoch()).isEqualTo(7);
        assertThatThrownBy(() -> ResumePolicy.STRICT.check(folder(), changed.toTrain()))
                .isInstanceOf(ChangedRecipeException.class)
                .hasMessageContaining("masking.startEpoch: 1 -> 7");
    }

    @Test
    void theEffectiveRecipeSaysWhatWasScaled() throws IOException {
        begin("run.epochs=8");
        assertThat(folder().effectiveRecipe())
                .content()
                .startsWith("# masking.startEpoch: 10 -> 1, scaled with run.epochs: 100 -> 8\n");
    }

    @Test
    void imagesThatAreNotThereAreToldBesideARunOfOthers() throws IOException {
        begin();
        Path absent = runs.resolve("absent");
        assertThatThrownBy(() -> ResumePolicy.STRICT.check(
                        folder(), ask("data.path=" + absent).toTrain()))
                .isInstanceOf(DataException.class)
                .hasMessage(absent + " does not exist; correct data.path; the run in " + folder().path()
                        + " began with \"" + runs + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.weights", "parts.encoder"})
    void weightsThatAreNotThereAreToldBesideARunWithoutThem(String key) throws IOException {
        begin();
        Path absent = runs.resolve("absent.safetensors");
        assertThatThrownBy(() -> ResumePolicy.ALLOW_CHANGES.check(
                        folder(), ask(key + "=" + absent).toTrain()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + ": " + absent + " does not exist");
    }
}
