package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.masque.config.Recipe;
import org.masque.model.data.ImageSource;
import org.masque.model.probe.LabelledSet;

class RunDataTest {
    private static Recipe recipe(String... overrides) {
        return TinyRun.in(Path.of("unused"), overrides).recipe();
    }

    private static int[] counts(IntStream labels) {
        int[] counts = new int[10];
        labels.forEach(label -> counts[label]++);
        return counts;
    }

    private static int[] counts(LabelledSet set) {
        return counts(IntStream.range(0, set.count()).map(set.label()));
    }

    @Test
    void fourImagesOfASheetAreOfFourClassesWhateverTheSeed() {
        for (int seed = 0; seed < 20; seed++) {
            try (RunData data = RunData.open(recipe("run.seed=" + seed))) {
                assertThat(Arrays.stream(data.some(4)).map(data.train()::label)).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void someTrainingImagesAreAsManyOfEveryClass() {
        try (RunData data = RunData.open(recipe("data.limit=40", "data.size=400"))) {
            ImageSource train = data.train();
            assertThat(counts(IntStream.range(0, train.size()).map(train::label)))
                    .containsOnly(4);
        }
    }

    @Test
    void someImagesToEvaluateOnAreAsManyOfEveryClassInBothSets() {
        Recipe recipe = recipe("evaluation.trainLimit=30", "evaluation.testLimit=20", "data.testSize=300");
        try (RunData data = RunData.open(recipe)) {
            assertThat(counts(data.labelledTrain(recipe.evaluation()).orElseThrow()))
                    .containsOnly(3);
            assertThat(counts(data.labelledViews(recipe.evaluation()).orElseThrow()))
                    .containsOnly(3);
            assertThat(counts(data.labelledTest(recipe.evaluation()).orElseThrow()))
                    .containsOnly(2);
        }
    }

    @Test
    void accuraciesOfChosenImagesAreOnlyComparedWithThoseOfTheSameChoice() {
        assertThat(RunEvaluation.images(recipe())).isEqualTo("images 0/0");
        assertThat(RunEvaluation.images(recipe("evaluation.testLimit=20", "run.seed=7")))
                .isEqualTo("images 0/20 spread over classes by seed 7");
    }
}
