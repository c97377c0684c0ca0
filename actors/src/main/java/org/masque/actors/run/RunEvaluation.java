package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.masque.config.EvaluationSettings;
import org.masque.config.Recipe;
import org.masque.model.data.DataException;
import org.masque.model.kernels.Kernels;
import org.masque.model.probe.EncoderFeatures;
import org.masque.model.probe.Evaluation;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FineTuneSettings;
import org.masque.model.probe.FineTuning;
import org.masque.model.probe.LinearProbe;
import org.masque.model.probe.NearestNeighbours;
import org.masque.model.probe.SnapshotEvaluation;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.Weights;

/**
 * How a recipe evaluates features.
 *
 * @param recipe says how
 * @param data on which images, borrowed
 */
public record RunEvaluation(Recipe recipe, RunData data) {
    // So few images that 30 passes are not enough for the classifier to settle get more of them.
    private static final int LEAST_UPDATES = 300;

    /** The linear classifier of a recipe's evaluations. */
    public static LinearProbe probe(Recipe recipe) {
        EvaluationSettings settings = recipe.evaluation();
        return new LinearProbe(
                settings.linearEpochs(),
                LEAST_UPDATES,
                settings.linearBatch(),
                settings.linearLearningRate(),
                recipe.run().seed());
    }

    /**
     * What is evaluated how.
     *
     * @throws DataException if there are no labelled images
     */
    public SnapshotEvaluation.Protocol protocol() {
        EvaluationSettings settings = recipe.evaluation();
        return new SnapshotEvaluation.Protocol(
                data.labelledTrain(settings).orElseThrow(RunEvaluation::noLabels),
                data.labelledTest(settings).orElseThrow(RunEvaluation::noLabels),
                new Evaluation(new NearestNeighbours(settings.neighbours(), settings.temperature()), probe(recipe)),
                RecipeParts.features(recipe),
                settings.block());
    }

    /**
     * What is fine-tuned on which images.
     *
     * @throws DataException if there are no labelled images
     */
    public FineTuning fineTuning(FineTuneSettings settings) {
        return new FineTuning(
                settings,
                data.labelledViews(recipe.evaluation()).orElseThrow(RunEvaluation::noLabels),
                data.labelledTest(recipe.evaluation()).orElseThrow(RunEvaluation::noLabels),
                data.train().classNames().size());
    }

    /**
     * On which images a recipe evaluates: accuracies are comparable where this is the same. It says how images are
     * chosen where only some are, since that was done otherwise before ("images 500/100").
     */
    public static String images(Recipe recipe) {
        EvaluationSettings settings = recipe.evaluation();
        boolean some = settings.trainLimit() > 0 || settings.testLimit() > 0;
        return "images " + settings.trainLimit() + "/" + settings.testLimit()
                + (some ? " spread over classes by seed " + recipe.run().seed() : "");
    }

    private static DataException noLabels() {
        return new DataException(
                "there are no labelled test images to evaluate on: set data.testPath, or use a set with classes");
    }

    /**
     * Evaluates one network, on the caller's thread.
     *
     * @param progress hears after each piece how far it is
     */
    public List<EvaluationReport> evaluate(
            Weights weights, Kernels kernels, Consumer<SnapshotEvaluation.Stage> progress) {
        try (EncoderFeatures features = new EncoderFeatures(
                        weights, kernels, recipe.evaluation().block());
                SnapshotEvaluation evaluation = new SnapshotEvaluation(protocol(), features)) {
            boolean more = true;
            while (more) {
                more = evaluation.advance();
                progress.accept(evaluation.stage());
            }
            return evaluation.reports();
        }
    }

    /**
     * The network as a run of the recipe begins with it: drawn, or read from where {@code run.weights} says; owned by
     * the caller.
     *
     * @param version of Masque
     * @throws IOException if there are weights to read, but they are damaged or of another network
     */
    @MustBeClosed
    public static Weights atStart(Recipe recipe, String version) throws IOException {
        return FirstWeights.of(recipe, version, (file, notes) -> {});
    }

    /** The network as it is before training: a pure function of the recipe's sizes and seed; owned by the caller. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static Weights untrained(Recipe recipe) {
        Weights weights = Weights.zeros(RecipeParts.shape(recipe));
        Initialization.fill(weights, recipe.run().seed());
        return weights;
    }
}
