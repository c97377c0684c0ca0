package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusRulesTest {
    private static final Set<String> SEVERITIES = Set.of("page", "ticket");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (\\w+)$");

    @ParameterizedTest
    @MethodSource("configurations")
    void promtoolAcceptsTheConfigurationAndItsRules(Path file) throws Exception {
        Tool.assumeInstalled("promtool");

        Tool.Answer answer = Tool.run(file.getParent(), "promtool", "check", "config", file.toString());

        assertThat(answer.mustSucceed().output()).contains("4 rule files found");
    }

    @Test
    void promtoolAcceptsTheConfigurationForADaemonBesideItsToken(@TempDir Path folder) throws Exception {
        Tool.assumeInstalled("promtool");
        Path text = DeploymentFiles.ops("prometheus/prometheus-daemon.yml");
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"),
                Files.readString(text).replace("rules/", text.resolveSibling("rules") + "/"));
        Files.writeString(folder.resolve("daemon.token"), "0123456789abcdef");

        Tool.Answer answer = Tool.run(folder, "promtool", "check", "config", file.toString());

        assertThat(answer.mustSucceed().output()).contains("4 rule files found");
    }

    @ParameterizedTest
    @MethodSource("ruleTests")
    void theRulesPassTheirTests(Path file) throws Exception {
        Tool.assumeInstalled("promtool");

        Tool.run(file.getParent(), "promtool", "test", "rules", file.toString()).mustSucceed();
    }

    @Test
    void everyAlertHasATestThatSeesItFire() throws IOException {
        List<String> fired = new ArrayList<>();
        for (Path file : ruleTests()) {
            for (JsonNode check : DeploymentFiles.yaml(file).get(0).findValues("alert_rule_test")) {
                DeploymentFiles.stream(check)
                        .filter(each -> !each.get("exp_alerts").isEmpty())
                        .forEach(each -> fired.add(each.get("alertname").asText()));
            }
        }

        assertThat(fired).containsAll(Alerts.names());
    }

    @Test
    void everyAlertSaysHowUrgentItIsAndWhereToReadOn() throws IOException {
        assertThat(Alerts.all()).isNotEmpty().allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn(SEVERITIES);
            assertThat(alert.at("/annotations/summary").asText()).as(name).contains("{{ $labels.instance }}");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void theRunbookHasASectionForEachAlertAndForNoOther() throws IOException {
        String runbook = Files.readString(DeploymentFiles.repository().resolve("docs/runbook.md"));
        Set<String> sections = SECTION.matcher(runbook)
                .results()
                .map(MatchResult::group)
                .map(heading -> heading.substring("## ".length()))
                .collect(Collectors.toSet());

        assertThat(sections).containsExactlyInAnyOrderElementsOf(Alerts.names());
    }

    static List<Path> configurations() throws IOException {
        // That for a daemon needs its token beside it.
        return DeploymentFiles.list("prometheus", ".yml").stream()
                .filter(file -> !file.endsWith("prometheus-daemon.yml"))
                .toList();
    }

    static List<Path> ruleTests() throws IOException {
        return DeploymentFiles.list("prometheus/tests", ".test.yml");
    }
}
