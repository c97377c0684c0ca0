package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good the features of a version are.
 *
 * @param time ISO 8601
 * @param version of the weights, the number of updates
 * @param epoch in which they were taken
 * @param accuracies one for each kind of features
 */
public record Evaluation(String time, long version, int epoch, List<Accuracy> accuracies) {
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

    static Evaluation of(JsonNode line) {
        List<Accuracy> accuracies = new ArrayList<>();
        JsonNode untrained = line.path("untrained");
        for (int i = 0; i < line.path("reports").size(); i++) {
            JsonNode report = line.path("reports").get(i);
            JsonNode before = untrained.path(i);
            accuracies.add(new Accuracy(
                    report.path("features").asText(),
                    number(report, "knnAccuracy"),
                    number(report, "linearAccuracy"),
                    number(before, "knnAccuracy"),
                    number(before, "linearAccuracy")));
        }
        return new Evaluation(
                line.path("time").asText(),
                line.path("version").asLong(),
                line.path("epoch").asInt(),
                List.copyOf(accuracies));
    }

    private static @Nullable Double number(JsonNode of, String field) {
        return of.path(field).isNumber() ? of.path(field).doubleValue() : null;
    }
}
