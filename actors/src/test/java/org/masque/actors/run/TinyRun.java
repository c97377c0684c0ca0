package org.masque.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.masque.actors.Latches;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunSteering;
import org.masque.actors.RunSteering.Answer;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;

/**
 * A run of 16 steps in 4 epochs, with a network that takes a step in milliseconds: masks by attention from the second
 * epoch on, the trainer waiting for the maps.
 *
 * @param folder of the run
 * @param overrides of the recipe
 */
record TinyRun(Path folder, List<String> overrides) {
    static final int STEPS = 16;

    private static final String RECIPE = """
            run { name = tiny, seed = 1, epochs = 4 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 2, readyBatches = 2 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 1, refresh = barrier }
            optimizer { batchSize = 16, learningRate = 2e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 3, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            """;

    static TinyRun in(Path folder, String... overrides) {
        return new TinyRun(folder, List.of(overrides));
    }

    Recipe recipe() {
        return RecipeLoader.loadText(RECIPE, "tiny", overrides);
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the run owns the data
    TrainingRun start(RecordingObserver observer) throws IOException {
        return start(observer, RunData.open(recipe()));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the run owns the data
    TrainingRun start(RecordingObserver observer, RunData data) throws IOException {
        Files.createDirectories(folder);
        return TrainingRun.start(new TrainingRun.Start(recipe(), new RunFolder(folder), data, "test", observer));
    }

    /** Runs it to its end. */
    RunOutcome run(RecordingObserver observer) throws IOException {
        try (TrainingRun run = start(observer)) {
            return run.await();
        }
    }

    /** Runs it to its end on these images. */
    RunOutcome run(RecordingObserver observer, RunData data) throws IOException {
        try (TrainingRun run = start(observer, data)) {
            return run.await();
        }
    }

    /** Runs it until a step is done, then asks for a stop. */
    RunOutcome runUntil(long step, RecordingObserver heard) throws IOException {
        return runUntil(step, heard, RunData.open(recipe()));
    }

    /** Runs it on these images until a step is done, then asks for a stop. */
    RunOutcome runUntil(long step, RecordingObserver heard, RunData data) throws IOException {
        return runAndAt(step, heard, data, TrainingRun::requestStop);
    }

    /** Runs it to its end, but holds it after a step, has a checkpoint written meanwhile, and lets it go on. */
    RunOutcome runHeldAt(long step, RecordingObserver heard) throws IOException {
        AtomicReference<CompletionStage<Answer>> goneOn = new AtomicReference<>();
        RunOutcome outcome = runAndAt(
                step,
                heard,
                RunData.open(recipe()),
                run -> goneOn.set(
                        run.pause().thenCompose(paused -> run.orderCheckpoint()).thenCompose(written -> run.resume())));
        assertThat(goneOn.get()).isCompletedWithValueMatching(RunSteering.Done.class::isInstance);
        return outcome;
    }

    private RunOutcome runAndAt(long step, RecordingObserver heard, RunData data, Consumer<TrainingRun> request)
            throws IOException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        heard.afterStep = done -> {
            if (done == step) {
                reached.countDown();
                Latches.await(asked);
            }
        };
        try (TrainingRun run = start(heard, data)) {
            Latches.await(reached);
            request.accept(run);
            asked.countDown();
            return run.await();
        }
    }

    Path checkpoint(long step) {
        return folder.resolve("checkpoints").resolve(String.format(Locale.ROOT, "step-%06d", step));
    }

    byte[] lastWeights() throws IOException {
        return Files.readAllBytes(checkpoint(STEPS).resolve(RunCheckpoints.WEIGHTS));
    }
}
