package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --set run.epochs} does to the other settings that count epochs of the run. */
class ShorteningTest {
    private static LoadedRecipe read(String recipe, String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.path=images"));
        all.addAll(Arrays.asList(overrides));
        return RecipeLoader.read(recipe, all);
    }

    @ParameterizedTest(name = "{0} of {1} epochs")
    @CsvSource(
            delimiter = '|',
            value = {
                "amt-imagefolder-64 | 8   | masking.startEpoch: 10 -> 1, masking.refreshInterval: 10 -> 1, optimizer.warmupEpochs: 10.0 -> 1.0",
                "amt-imagefolder-64 | 50  | masking.startEpoch: 10 -> 5, masking.refreshInterval: 10 -> 5, optimizer.warmupEpochs: 10.0 -> 5.0",
                "quickstart         | 8   | masking.startEpoch: 5 -> 2, masking.refreshInterval: 4 -> 2",
                "mae-cifar10        | 100 | optimizer.warmupEpochs: 40.0 -> 10.0",
                "hpm-cifar10        | 40  | masking.refreshInterval: 5 -> 1, masking.teacher.epochs: 100 -> 10, optimizer.warmupEpochs: 40.0 -> 4.0",
                "simmim-vit-b16     | 8   | optimizer.warmupEpochs: 10.0 -> 1.0, optimizer.multistepEpochs: [700] -> [7]",
                "semmae-cifar10     | 10  | optimizer.warmupEpochs: 2.0 -> 1.0",
            })
    void aShorterRunShrinksWhatCountsItsEpochs(String recipe, int epochs, String scaled) {
        LoadedRecipe loaded = read(recipe, "run.epochs=" + epochs);
        assertThat(loaded.scaled()).extracting(Difference::text).containsExactly(scaled.split(", (?=[a-z])", -1));
        assertThat(loaded.neverReached()).isEmpty();
    }

    @Test
    void whatIsSaidNamesBothLengths() {
        assertThat(read("mae-cifar10", "run.epochs=100").remarks())
                .containsExactly("optimizer.warmupEpochs: 40.0 -> 10.0, scaled with run.epochs: 400 -> 100");
    }

    @Test
    void whatIsSetByHandStaysAlsoAsPartOfASection() {
        assertThat(read("amt-imagefolder-64", "run.epochs=8", "masking={refreshInterval=3}", "optimizer.warmupEpochs=2")
                        .scaled())
                .extracting(Difference::text)
                .containsExactly("masking.startEpoch: 10 -> 1");
    }

    @ParameterizedTest
    @CsvSource({"100", "200"})
    void aRunThatIsNotShorterKeepsEverything(int epochs) {
        assertThat(read("amt-imagefolder-64", "run.epochs=" + epochs).scaled()).isEmpty();
    }

    @Test
    void theSameCommandAgainGivesTheSameRecipe() {
        assertThat(read("hpm-cifar10", "run.epochs=9").recipe())
                .isEqualTo(read("hpm-cifar10", "run.epochs=9").recipe());
    }

    @Test
    void epochsInAListStayDifferentAscendAndComeBeforeTheEnd() {
        Recipe recipe = RecipeLoader.loadText("""
                run { name = stairs, epochs = 800 }
                data { kind = shapes, imageHeight = 32, imageWidth = 32 }
                model { patch = 8, width = 24, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
                optimizer { batchSize = 32, schedule = multistep, multistepEpochs = [700, 780, 790], warmupEpochs = 0.5 }
                """, "stairs", List.of("run.epochs=8"));
        assertThat(recipe.optimizer().multistepEpochs()).containsExactly(5, 6, 7);
        assertThat(recipe.optimizer().warmupEpochs()).isEqualTo(0.005);
    }

    @Test
    void aLimitOfAgeShrinksButNotBelowAnIntervalThatIsSetByHand(@TempDir Path folder) throws IOException {
        String mine = Files.writeString(folder.resolve("mine.conf"), "include \"amt-cifar10\"\nmasking.maxAge = 60\n")
                .toString();
        assertThat(read(mine, "run.epochs=40").recipe().masking().maxAge()).isEqualTo(6);
        assertThat(read(mine, "run.epochs=40", "masking.refreshInterval=30")
                        .recipe()
                        .masking()
                        .maxAge())
                .isEqualTo(60);
    }
}
