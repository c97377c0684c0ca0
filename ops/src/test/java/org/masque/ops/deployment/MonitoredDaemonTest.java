package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;

/** A daemon, a Prometheus that scrapes it, and the dashboard that asks this Prometheus. */
@Tag("process")
class MonitoredDaemonTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TIME = "1m";

    @TempDir
    static Path folder;

    private static DaemonProcess daemon;
    private static PrometheusServer prometheus;

    @BeforeAll
    static void start() throws IOException {
        Tool.assumeInstalled("prometheus");
        daemon = DaemonProcess.start(Files.createDirectory(folder.resolve("daemon")));
        prometheus = PrometheusServer.scraping(
                Dashboard.Of.DAEMON.job, daemon.port(), Files.createDirectory(folder.resolve("prometheus")));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (prometheus != null) {
            prometheus.close();
        }
        if (daemon != null) {
            assertThat(daemon.stop()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    @Test
    void everyQueryOfTheDashboardReturnsData() throws IOException {
        Dashboard dashboard = Dashboard.read(Dashboard.Of.DAEMON);

        assertThat(dashboard.queries()).hasSizeGreaterThan(10);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(dashboard.withoutData(prometheus, TIME)).isEmpty());
    }
}
