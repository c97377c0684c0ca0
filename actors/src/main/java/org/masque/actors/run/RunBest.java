package org.masque.actors.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.masque.config.BestKind;
import org.masque.config.EvaluationSettings;
import org.masque.config.Recipe;
import org.masque.model.checkpoint.BestJudge;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;

/** Which of a run's checkpoints is the best, by the figure that its recipe names. */
final class RunBest {
    private final BestKind kind;
    private final FeatureKind features;
    private final BestJudge judge;

    private RunBest(Recipe recipe, CheckpointStore store) {
        this.kind = recipe.checkpoint().keepBest();
        this.features = RecipeParts.features(recipe).get(0);
        this.judge = new BestJudge(store, figure(recipe));
    }

    /** For a recipe that keeps its best checkpoint. */
    static Optional<RunBest> of(Recipe recipe, CheckpointStore store) {
        return recipe.checkpoint().keepBest() == BestKind.NONE
                ? Optional.empty()
                : Optional.of(new RunBest(recipe, store));
    }

    // All that two accuracies must share to be compared.
    private static String figure(Recipe recipe) {
        EvaluationSettings settings = recipe.evaluation();
        String classifier = recipe.checkpoint().keepBest() == BestKind.KNN
                ? "knn k=" + settings.neighbours() + " T=" + settings.temperature()
                : "linear " + settings.linearEpochs() + " epochs of batches of " + settings.linearBatch() + " at "
                        + settings.linearLearningRate();
        return classifier + ", "
                + settings.features().get(0).name().toLowerCase(Locale.ROOT) + " of block "
                + settings.block() + ", " + RunEvaluation.images(recipe);
    }

    void verdictsExpected(Set<Long> steps) {
        judge.verdictsExpected(steps);
    }

    void evaluated(long step, List<EvaluationReport> reports) {
        reports.stream()
                .filter(report -> report.kind() == features)
                .findFirst()
                .ifPresent(report -> judge.evaluated(step, accuracy(report)));
    }

    private double accuracy(EvaluationReport report) {
        return kind == BestKind.KNN ? report.knnAccuracy() : report.linearAccuracy();
    }

    void checkpointWritten() {
        judge.checkpointWritten();
    }

    void wentBack(long step) {
        judge.wentBack(step);
    }

    Set<Long> judgedSteps() {
        return judge.judgedSteps();
    }
}
