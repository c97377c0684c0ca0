package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrafanaFilesTest {
    private static final int COLUMNS = 24;

    @ParameterizedTest
    @EnumSource
    void everyPanelHasItsOwnNumberAndItsOwnPlace(Dashboard.Of which) throws IOException {
        Set<Integer> numbers = new HashSet<>();
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : Dashboard.read(which).panels()) {
            String title = panel.get("title").asText();
            assertThat(numbers.add(panel.get("id").asInt())).as(title).isTrue();
            JsonNode place = panel.get("gridPos");
            int left = place.get("x").asInt();
            int top = place.get("y").asInt();
            assertThat(left + place.get("w").asInt()).as(title).isLessThanOrEqualTo(COLUMNS);
            for (int x = left; x < left + place.get("w").asInt(); x++) {
                for (int y = top; y < top + place.get("h").asInt(); y++) {
                    assertThat(cells.add(x + "," + y)).as("%s overlaps", title).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPanelExplainsItselfWithAUnitAndAsksTheChosenSource(Dashboard.Of which) throws IOException {
        List<JsonNode> plots = Dashboard.read(which).panels().stream()
                .filter(panel -> panel.has("targets"))
                .toList();

        assertThat(plots).isNotEmpty().allSatisfy(panel -> {
            String title = panel.get("title").asText();
            assertThat(panel.get("description").asText()).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
            assertThat(panel.get("targets")).as(title).isNotEmpty().allSatisfy(target -> {
                assertThat(target.get("legendFormat").asText()).isNotBlank();
                assertThat(target.get("expr").asText()).contains("job=\"" + which.job + "\", instance=~\"$instance\"");
            });
        });
    }

    @Test
    void theProvisionedSourceIsThePrometheusOfOurConfiguration() throws IOException {
        JsonNode source = DeploymentFiles.yaml(DeploymentFiles.ops("grafana/provisioning/datasources/prometheus.yml"))
                .get(0)
                .at("/datasources/0");
        JsonNode prometheus = DeploymentFiles.yaml(DeploymentFiles.ops("prometheus/prometheus.yml"))
                .get(0);

        assertThat(source.get("type").asText()).isEqualTo("prometheus");
        assertThat(source.at("/jsonData/timeInterval").asText())
                .isEqualTo(prometheus.at("/global/scrape_interval").asText());
    }

    @Test
    void theProvisionedDashboardsAreReadFromAFolder() throws IOException {
        JsonNode provider = DeploymentFiles.yaml(DeploymentFiles.ops("grafana/provisioning/dashboards/masque.yml"))
                .get(0)
                .at("/providers/0");

        assertThat(provider.get("type").asText()).isEqualTo("file");
        assertThat(provider.at("/options/path").asText()).startsWith("/");
    }
}
