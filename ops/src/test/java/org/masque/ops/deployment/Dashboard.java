package org.masque.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Grafana dashboard.
 *
 * @param panels those of all rows, the rows' own headings included
 * @param queries of all panels, as they stand in the file
 */
record Dashboard(List<JsonNode> panels, List<String> queries) {
    /** Those that there are. */
    enum Of {
        /** A run. */
        RUN("masque"),
        /** A daemon, and the nodes of its cluster. */
        DAEMON("masque-daemon");

        /** The name of its file, and of the scrape job that it shows. */
        final String job;

        Of(String job) {
            this.job = job;
        }
    }

    static Dashboard read(Of which) throws IOException {
        JsonNode file = DeploymentFiles.json(DeploymentFiles.ops("grafana/dashboards/" + which.job + ".json"));
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

    /** The queries for which a Prometheus has nothing but what is not a number. */
    List<String> withoutData(PrometheusServer prometheus, String time) throws IOException, InterruptedException {
        List<String> without = new ArrayList<>();
        for (String query : queries) {
            JsonNode series = prometheus.query(filledIn(query, time));
            if (DeploymentFiles.stream(series)
                    .noneMatch(each -> Double.isFinite(each.at("/value/1").asDouble(Double.NaN)))) {
                without.add(query);
            }
        }
        return without;
    }
}
