package org.masque.ops.compare;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.ops.BuildInfo;
import org.masque.ops.run.Provenance;

/** The report for programs. */
final class JsonReport {
    private final ComparisonRequest request;
    private final Findings findings;
    private final Clock clock;

    JsonReport(ComparisonRequest request, Findings findings, Clock clock) {
        this.request = request;
        this.findings = findings;
        this.clock = clock;
    }

    Map<String, Object> toMap() throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("budget", request.budget().text());
        map.put("seeds", request.seeds());
        map.put("contenders", request.contenders());
        map.put("overrides", request.overrides());
        map.put(
                "accuracies",
                findings.contenders().stream().map(this::accuracies).toList());
        map.put(
                "contrasts",
                findings.contrasts().stream().map(JsonReport::contrast).toList());
        map.put("runs", findings.figures());
        map.put("build", BuildInfo.load());
        map.put("machine", Provenance.machine());
        map.put("written", clock.instant().toString());
        return map;
    }

    private Map<String, Object> accuracies(String contender) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", contender);
        for (String measure : findings.measures()) {
            map.put(
                    measure,
                    Map.of(
                            "trained", spread(findings.accuracy(contender, measure)),
                            "untrained", spread(findings.untrained(contender, measure))));
        }
        return map;
    }

    private static Map<String, @Nullable Object> spread(Spread spread) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("mean", spread.mean());
        map.put("deviation", orNull(spread.deviation()));
        map.put("values", spread.values());
        return map;
    }

    private static Map<String, @Nullable Object> contrast(Findings.Contrast contrast) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("contender", contrast.contender());
        map.put("measure", contrast.measure());
        map.put("difference", contrast.difference());
        map.put("pWelch", orNull(contrast.welch()));
        map.put("pHolm", orNull(contrast.holm()));
        map.put("pPaired", orNull(contrast.paired()));
        return map;
    }

    // JSON has no NaN.
    private static @Nullable Double orNull(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
