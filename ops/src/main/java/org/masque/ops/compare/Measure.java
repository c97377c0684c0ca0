package org.masque.ops.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.probe.FeatureKind;

/** The accuracies that runs are compared by, with their names. */
final class Measure {
    private Measure() {}

    /** All accuracies of an evaluation, 0 to 1, by name: the linear probes first. */
    static Map<String, Double> accuracies(List<EvaluationReport> reports) {
        Map<String, Double> accuracies = new LinkedHashMap<>();
        reports.forEach(report -> accuracies.put("linear, " + tokens(report.kind()), report.linearAccuracy()));
        reports.forEach(report -> accuracies.put("k-NN, " + tokens(report.kind()), report.knnAccuracy()));
        return accuracies;
    }

    private static String tokens(FeatureKind kind) {
        return kind == FeatureKind.CLASS_TOKEN ? "class token" : "patch mean";
    }
}
