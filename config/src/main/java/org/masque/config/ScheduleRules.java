package org.masque.config;

import java.util.ArrayList;
import java.util.List;

/** What joins the keys of the learning rate with each other and with the run. */
final class ScheduleRules {
    private final RecipeValues values;
    private final List<Problem> problems = new ArrayList<>();

    private ScheduleRules(RecipeValues values) {
        this.values = values;
    }

    /** One problem for each rule that these values break. */
    static List<Problem> broken(RecipeValues values) {
        ScheduleRules rules = new ScheduleRules(values);
        rules.warmUpFitsTheRun();
        rules.noRateIsAboveThePeak("optimizer.minLearningRate");
        rules.noRateIsAboveThePeak("optimizer.warmupLearningRate");
        rules.stepsAreGivenAndAscend();
        return rules.problems;
    }

    private void broken(String key, String message, String remedy) {
        problems.add(Problem.of(key, message, remedy));
    }

    private void warmUpFitsTheRun() {
        if (values.has("optimizer.warmupEpochs", "run.epochs")
                && values.number("optimizer.warmupEpochs") > values.integer("run.epochs")) {
            broken(
                    "optimizer.warmupEpochs",
                    values.number("optimizer.warmupEpochs") + " epochs of warm-up in a run of "
                            + values.integer("run.epochs"),
                    "give at most run.epochs; a tenth of it is usual");
        }
    }

    private void noRateIsAboveThePeak(String key) {
        if (!values.has(
                key,
                "optimizer.learningRate",
                "optimizer.baseLearningRate",
                "optimizer.batchSize",
                "optimizer.accumulation")) {
            return;
        }
        double peak = OptimizerSettings.peak(
                values.number("optimizer.learningRate"),
                values.number("optimizer.baseLearningRate"),
                values.integer("optimizer.batchSize") * values.integer("optimizer.accumulation"));
        if (values.number(key) > peak) {
            broken(key, "is above the peak of " + peak, "give a smaller one");
        }
    }

    private void stepsAreGivenAndAscend() {
        if (!values.has("optimizer.schedule", "optimizer.multistepEpochs")
                || !values.is("optimizer.schedule", ScheduleKind.MULTISTEP)) {
            return;
        }
        List<Integer> epochs = values.integers("optimizer.multistepEpochs");
        if (epochs.isEmpty() || !epochs.stream().sorted().toList().equals(epochs)) {
            broken(
                    "optimizer.multistepEpochs",
                    epochs.isEmpty() ? "is empty" : epochs + " do not ascend",
                    "name the epochs at which optimizer.schedule = multistep lowers the rate, ascending");
        }
    }
}
