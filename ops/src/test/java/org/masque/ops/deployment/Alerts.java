package org.masque.ops.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rules of {@code ops/prometheus/rules}, alerts and those that derive a series. */
final class Alerts {
    private Alerts() {}

    /** Every rule of every group of every file. */
    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (Path file : DeploymentFiles.list("prometheus/rules", ".rules.yml")) {
            for (JsonNode group : DeploymentFiles.yaml(file).get(0).get("groups")) {
                group.get("rules").forEach(rules::add);
            }
        }
        return rules;
    }

    /** The rules that alert. */
    static List<JsonNode> all() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** The names of the alerts. */
    static List<String> names() throws IOException {
        return all().stream().map(alert -> alert.get("alert").asText()).toList();
    }
}
