package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.config.BuiltInRecipes;
import org.masque.config.EncoderKind;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.tensor.NoTensorLeaks;

/** Every built-in recipe trains: three steps on generated scenes, with a network of its kind that is small. */
@Tag("slow")
@ExtendWith(NoTensorLeaks.class)
class BuiltInRecipeRunTest {
    @TempDir
    private Path folder;

    // Those that mask by parts have stages of their own before these steps, and a test of their own.
    static List<String> names() {
        return BuiltInRecipes.names().stream()
                .filter(name -> !name.startsWith("semmae-"))
                .toList();
    }

    // One step an epoch, so that the last two epochs use what the recipe is about. The patches stay as many on a side
    // as strategies need.
    private static Recipe shrunk(String name) {
        List<String> overrides = new ArrayList<>(List.of(
                "data.kind=shapes",
                "data.size=8",
                "data.testSize=8",
                "data.limit=0",
                "data.imageHeight=32",
                "data.imageWidth=32",
                "model.patch=4",
                "model.width=16",
                "model.depth=2",
                "model.heads=2",
                "run.epochs=3",
                "masking.startEpoch=1",
                "masking.refreshInterval=1",
                "masking.refresh=barrier",
                "optimizer.batchSize=8",
                "optimizer.accumulation=1",
                "optimizer.warmupEpochs=1",
                "optimizer.warmupLearningRate=0",
                "optimizer.minLearningRate=0",
                "optimizer.learningRate=1e-3",
                "optimizer.multistepEpochs=[2]",
                "evaluation.atEnd=false",
                "evaluation.everyEpochs=0",
                "evaluation.block=0",
                "checkpoint.everyEpochs=0",
                "parallel.workers=1"));
        if (RecipeLoader.load(name, List.of("data.path=images")).objective().encoder() == EncoderKind.VISIBLE) {
            overrides.addAll(List.of("model.decoder.width=16", "model.decoder.depth=2", "model.decoder.heads=2"));
        }
        return RecipeLoader.load(name, overrides);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void everyBuiltInRecipeTrainsForThreeStepsAndDrawsItsPicture(String name) throws IOException {
        Recipe recipe = shrunk(name);
        RecordingObserver heard = new RecordingObserver();
        RunOutcome outcome;
        try (TrainingRun run = TrainingRun.start(
                new TrainingRun.Start(recipe, new RunFolder(folder), RunData.open(recipe), "test", heard))) {
            outcome = run.await();
        }

        assertThat(outcome).isEqualTo(new RunOutcome(End.FINISHED, 3, ""));
        assertThat(heard.losses()).hasSize(3).allMatch(loss -> Double.isFinite(loss) && loss > 0);
        if (recipe.masking().strategy().needs() == Needs.MAP) {
            assertThat(heard.refreshesFinished).containsExactly(1, 2);
        }
        assertThat(heard.pictures).isNotEmpty().allMatch(Files::isRegularFile);
    }
}
