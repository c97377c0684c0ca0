package org.masque.model.probe;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param kind which features
 * @param evaluation by which classifiers: the same features give other numbers with other neighbours or epochs
 * @param knnAccuracy the share of test images that their neighbours classify rightly, 0 to 1
 * @param linear how the linear classifier did
 * @param trainCount how many training images
 * @param testCount how many test images
 */
public record EvaluationReport(
        FeatureKind kind,
        Evaluation evaluation,
        double knnAccuracy,
        ProbeReport linear,
        int trainCount,
        int testCount) {
    /** The share of test images that the linear classifier classifies rightly, 0 to 1. */
    public double linearAccuracy() {
        return linear.accuracy();
    }

    /**
     * The numbers as strings, numbers, lists and nulls, ready for a JSON writer; a class without test images is null.
     */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("features", kind.name());
        map.put("knnAccuracy", knnAccuracy);
        map.put("linearAccuracy", linearAccuracy());
        map.put("perClassAccuracy", numbersOrNull(linear.perClassAccuracy()));
        map.put("confusion", rows(linear.confusion()));
        map.put("trainCount", trainCount);
        map.put("testCount", testCount);
        map.put("neighbours", evaluation.neighbours().k());
        map.put("temperature", evaluation.neighbours().temperature());
        map.put("linearEpochs", evaluation.probe().epochs());
        map.put("linearBatch", evaluation.probe().batch());
        map.put("linearLearningRate", evaluation.probe().learningRate());
        return map;
    }

    // JSON has no NaN.
    private static List<@Nullable Double> numbersOrNull(double[] values) {
        return Arrays.stream(values)
                .<@Nullable Double>mapToObj(value -> Double.isNaN(value) ? null : value)
                .toList();
    }

    private static List<List<Integer>> rows(int[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
