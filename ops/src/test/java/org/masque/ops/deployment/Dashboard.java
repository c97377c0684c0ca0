package org.masque.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The Grafana dashboard.
 *
 * @param panels those of all rows, the rows' own headings included
 * @param queries of all panels, as they stand in the file
 */
record Dashboard(List<JsonNode> panels, List<String> queries) {
    static Dashboard read() throws IOException {
        JsonNode file = DeploymentFiles.json(DeploymentFiles.ops("grafana/dashboards/masque.json"));
        List<JsonNode> panels = new ArrayList<>();
        file.get("panels").forEach(panels::add);
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : panels) {
            panel.path("targets")
                    .forEach(target -> queries.add(target.get("expr").asText()));
        }
        return new Dashboard(panels, queries);
    }

    /** A query as Grafana sends it for all runs over a time, such as {@code 10s}. */
    static String filledIn(String query, String time) {
        return query.replace("$instance", ".*")
                .replace("$__rate_interval", time)
                .replace("$__range", time);
    }
}
