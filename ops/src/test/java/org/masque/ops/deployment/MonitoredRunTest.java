package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;

/** A run that trains, a Prometheus that scrapes it, and everything that asks this Prometheus. */
@Tag("process")
class MonitoredRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    // Of rates; a few checkpoints and evaluations fall into it.
    private static final String TIME = "1m";

    private static final Pattern METRIC = Pattern.compile("\\b(masque_\\w+|process_\\w+|up)\\b");

    @TempDir
    static Path folder;

    private static TrainingProcess training;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void start() throws IOException {
        Tool.assumeInstalled("prometheus");
        training = TrainingProcess.start(Files.createDirectory(folder.resolve("run")));
        prometheus = PrometheusServer.scraping(
                Dashboard.Of.RUN.job, training.port(), Files.createDirectory(folder.resolve("prometheus")));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (training != null) {
            assertThat(training.stop()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    @Test
    void everyQueryOfTheDashboardReturnsData() throws IOException {
        Dashboard dashboard = Dashboard.read(Dashboard.Of.RUN);

        assertThat(dashboard.queries()).hasSizeGreaterThan(20);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(dashboard.withoutData(prometheus, TIME)).isEmpty());
    }

    @Test
    void theDashboardFindsTheRun() {
        String series = PrometheusServer.encoded("masque_build_info{job=\"masque\"}");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.ask("label/instance/values?match%5B%5D=" + series))
                        .map(JsonNode::asText)
                        .containsExactly("127.0.0.1:" + training.port()));
    }

    @Test
    void everyRuleIsEvaluatedWithoutError() throws IOException {
        List<JsonNode> rules = Alerts.rules();

        await().atMost(PATIENCE).untilAsserted(() -> {
            List<JsonNode> loaded = new ArrayList<>();
            prometheus
                    .ask("rules")
                    .get("groups")
                    .forEach(group -> group.get("rules").forEach(loaded::add));
            assertThat(loaded)
                    .hasSameSizeAs(rules)
                    .allSatisfy(rule -> assertThat(rule.get("health").asText())
                            .as("%s", rule)
                            .isEqualTo("ok"));
        });
    }

    @Test
    // What a daemon reports of its cluster is held by ClusterTest, of its queue by DaemonMetricsTest.
    void noAlertWaitsForAMetricThatNobodyReports() throws IOException {
        Set<String> named = new TreeSet<>();
        for (JsonNode rule : Alerts.rules()) {
            METRIC.matcher(rule.get("expr").asText()).results().forEach(match -> named.add(match.group()));
        }
        named.removeIf(name -> name.startsWith("masque_cluster_") || name.startsWith("masque_daemon_"));

        assertThat(named).hasSizeGreaterThan(10);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(prometheus.ask("label/__name__/values"))
                        .map(JsonNode::asText)
                        .containsAll(named));
    }

    @Test
    void derivedSeriesExistAndAHealthyRunRaisesNothing() throws IOException, InterruptedException {
        for (JsonNode rule : Alerts.rules()) {
            if (rule.has("record")) {
                String name = rule.get("record").asText();
                await(name).atMost(PATIENCE).until(() -> !prometheus.query(name).isEmpty());
            }
        }

        assertThat(prometheus.ask("alerts").get("alerts")).isEmpty();
    }
}
