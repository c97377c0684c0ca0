package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.actors.BatchSchedule;

/**
 * How good the features of a version are.
 *
 * @param time ISO 8601
 * @param step after which they were taken
 * @param version of the weights, the number of updates
 * @param epoch passes over the data by then
 * @param accuracies one for each kind of features
 */
public record Evaluation(String time, long step, long version, double epoch, List<Accuracy> accuracies) {
    /**
     * Accuracies from 0 to 1, beside those of the untrained network; null where it was not evaluated.
     *
     * @param features which, {@code CLASS_TOKEN} or {@code PATCH_MEAN}
     * @param knn of nearest neighbours
     * @param linear of a linear classifier
     * @param untrainedKnn before training
     * @param untrainedLinear before training
     */
    public record Accuracy(
            String features,
            @Nullable Double knn,
            @Nullable Double linear,
            @Nullable Double untrainedKnn,
            @Nullable Double untrainedLinear) {}

    // A log of an earlier version has no step, and counts the epoch from 0.
    static Evaluation of(JsonNode line, int stepsPerEpoch) {
        List<Accuracy> accuracies = new ArrayList<>();
        JsonNode untrained = line.path("untrained");
        for (JsonNode report : line.path("reports")) {
            JsonNode before = ofFeatures(untrained, report.path("features").asText());
            accuracies.add(new Accuracy(
                    report.path("features").asText(),
                    number(report, "knnAccuracy"),
                    number(report, "linearAccuracy"),
                    number(before, "knnAccuracy"),
                    number(before, "linearAccuracy")));
        }
        long version = line.path("version").asLong();
        long step = line.path("step").asLong(version);
        return new Evaluation(
                line.path("time").asText(),
                step,
                version,
                BatchSchedule.epochsDone(step, stepsPerEpoch),
                List.copyOf(accuracies));
    }

    private static JsonNode ofFeatures(JsonNode reports, String features) {
        for (JsonNode report : reports) {
            if (report.path("features").asText().equals(features)) {
                return report;
            }
        }
        return MissingNode.getInstance();
    }

    private static @Nullable Double number(JsonNode of, String field) {
        return of.path(field).isNumber() ? of.path(field).doubleValue() : null;
    }
}
