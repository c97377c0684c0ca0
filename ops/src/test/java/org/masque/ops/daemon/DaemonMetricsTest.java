package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.masque.ops.BuildInfo;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;
import org.masque.ops.daemon.DaemonMetrics.RestartReason;

class DaemonMetricsTest {
    private final DaemonMetrics metrics = new DaemonMetrics(BuildInfo.load(), 2);

    @Test
    void whatItsAlertsAskForIsThereFromTheStart() throws IOException {
        assertThat(scrape().lines())
                .contains(
                        "masque_daemon_runs{status=\"failed\"} 0.0",
                        "masque_daemon_run_restarts_total{reason=\"exit_code\"} 0.0",
                        "masque_daemon_run_restarts_total{reason=\"killed\"} 0.0");
    }

    @Test
    void runsAreCountedByHowTheyStandAndRestartsByTheirReason() throws IOException {
        metrics.count(List.of(run("a", RunStatus.FAILED), run("b", RunStatus.FAILED), run("c", RunStatus.QUEUED)));
        metrics.restarted(RestartReason.KILLED);

        assertThat(scrape().lines())
                .contains(
                        "masque_daemon_runs{status=\"failed\"} 2.0",
                        "masque_daemon_runs{status=\"queued\"} 1.0",
                        "masque_daemon_runs{status=\"running\"} 0.0",
                        "masque_daemon_run_restarts_total{reason=\"exit_code\"} 0.0",
                        "masque_daemon_run_restarts_total{reason=\"killed\"} 1.0",
                        "masque_daemon_slots 2.0");
    }

    @Test
    void aRunThatIsResumedIsNoLongerCountedAsFailed() throws IOException {
        metrics.count(List.of(run("a", RunStatus.FAILED)));
        metrics.count(List.of(run("a", RunStatus.QUEUED)));

        assertThat(scrape().lines())
                .contains("masque_daemon_runs{status=\"failed\"} 0.0", "masque_daemon_runs{status=\"queued\"} 1.0");
    }

    private static KnownRun run(String name, RunStatus status) {
        return new KnownRun(name, Path.of(name), status, "");
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(text, metrics.registry().scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        return text.toString(StandardCharsets.UTF_8);
    }
}
