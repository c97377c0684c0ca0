package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.ExitCode;

class SystemdFilesTest {
    private static final Path UNIT = DeploymentFiles.ops("systemd/masque@.service");
    private static final Path DAEMON = DeploymentFiles.ops("systemd/masque.service");
    private static final Path LOGROTATE = DeploymentFiles.ops("systemd/masque.logrotate");

    @TempDir
    Path folder;

    @Test
    void systemdAcceptsTheUnit() throws Exception {
        Tool.assumeInstalled("systemd-analyze");
        installUnit();

        Tool.Answer answer = Tool.run(folder, "systemd-analyze", "verify", "--man=no", "./masque@run.service");

        assertThat(answer.mustSucceed().output()).isEmpty();
    }

    @Test
    void theUnitIsWellConfined() throws Exception {
        Tool.assumeInstalled("systemd-analyze");
        installUnit();

        // Exposure from 0 to 10, times ten.
        Tool.run(
                        folder,
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=25",
                        "--no-pager",
                        "./masque@run.service")
                .mustSucceed();
    }

    // The launcher is not installed here; any program in its place will do.
    private void installUnit() throws IOException {
        String text = Files.readString(UNIT);
        assertThat(text).contains("ExecStart=/opt/masque/bin/masque train ");
        Files.writeString(
                folder.resolve("masque@run.service"), text.replace("=/opt/masque/bin/masque ", "=/usr/bin/env "));
    }

    @Test
    void systemdAcceptsTheDaemonsUnitAndItIsWellConfined() throws Exception {
        Tool.assumeInstalled("systemd-analyze");
        String text = Files.readString(DAEMON);
        assertThat(text).contains("ExecStart=/opt/masque/bin/masque serve ");
        Files.writeString(folder.resolve("masque.service"), text.replace("=/opt/masque/bin/masque ", "=/usr/bin/env "));

        Tool.Answer answer = Tool.run(folder, "systemd-analyze", "verify", "--man=no", "./masque.service");

        assertThat(answer.mustSucceed().output()).isEmpty();
        Tool.run(
                        folder,
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=25",
                        "--no-pager",
                        "./masque.service")
                .mustSucceed();
    }

    @Test
    void theDaemonGetsTheSignalAloneAndMoreTimeThanItGivesItsRuns() throws IOException {
        assertThat(Files.readAllLines(DAEMON))
                .contains(
                        "KillMode=mixed",
                        "TimeoutStopSec=5min",
                        "SuccessExitStatus=" + ExitCode.TERMINATED.number(),
                        "RestartPreventExitStatus=" + ExitCode.USAGE.number() + " " + ExitCode.CANNOT_CREATE.number()
                                + " " + ExitCode.CONFIG.number())
                .anyMatch(line -> line.startsWith("ExecStart=") && line.contains("--stop-seconds 240"));
    }

    @Test
    void onlyWhatARestartMayMendIsRestarted() throws IOException {
        assertThat(Files.readAllLines(UNIT))
                .contains(
                        "Restart=on-failure",
                        "RestartPreventExitStatus=" + ExitCode.USAGE.number() + " " + ExitCode.BAD_DATA.number() + " "
                                + ExitCode.CONFIG.number(),
                        "SuccessExitStatus=" + ExitCode.TERMINATED.number());
    }

    @Test
    void systemdMakesTheUserOfTheUnit() throws Exception {
        Tool.assumeInstalled("systemd-sysusers");
        Files.createDirectory(folder.resolve("etc"));

        Tool.run(
                        folder,
                        "systemd-sysusers",
                        "--root=" + folder,
                        DeploymentFiles.ops("systemd/masque.sysusers.conf").toString())
                .mustSucceed();

        assertThat(Files.readString(folder.resolve("etc/passwd"))).contains("masque:x:", ":/var/lib/masque:");
        assertThat(Files.readAllLines(UNIT)).contains("User=masque", "Group=masque");
    }

    @Test
    void whatARunPrintsIsRotatedUnderAWriterThatKeepsItOpen() throws Exception {
        Path log = daemonFile("logs/one.log");
        Path movedByTheDaemon = Files.writeString(log.resolveSibling("one.log.1"), "earlier\n");

        try (BufferedWriter writer =
                Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.append("before\n").flush();
            rotate();
            writer.append("after\n").flush();
        }

        assertThat(Files.readAllLines(log)).isEqualTo(List.of("after"));
        assertThat(rotated(log))
                .singleElement()
                .satisfies(file -> assertThat(Files.readAllLines(file)).isEqualTo(List.of("before")));
        assertThat(Files.readAllLines(movedByTheDaemon)).isEqualTo(List.of("earlier"));
    }

    @Test
    void theLogThatChartsAreReadFromIsLeftToTheRun() throws Exception {
        Path single = Files.createDirectories(folder.resolve("runs/one")).resolve("log.jsonl");
        Path ofDaemon = daemonFile("runs/one/log.jsonl");
        for (Path log : List.of(single, ofDaemon)) {
            Files.writeString(log, "a step\n");
        }

        rotate();

        for (Path log : List.of(single, ofDaemon)) {
            assertThat(Files.readAllLines(log)).isEqualTo(List.of("a step"));
            assertThat(log.getParent()).isDirectoryNotContaining(file -> !file.equals(log));
        }
    }

    @Test
    void theLogsThatAreRotatedAreInTheHomeOfTheUnit() throws IOException {
        assertThat(Files.readString(DAEMON)).contains("serve --home %S/masque/daemon ");
        assertThat(Files.readAllLines(LOGROTATE)).contains("/var/lib/masque/daemon/logs/*.log {");
    }

    private Path daemonFile(String name) throws IOException {
        Path file = folder.resolve("daemon").resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private static List<Path> rotated(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(log.getFileName() + "-"))
                    .toList();
        }
    }

    // Files of the test belong to whoever runs it.
    private void rotate() throws IOException, InterruptedException {
        Tool.assumeInstalled("logrotate");
        Path settings = Files.writeString(
                folder.resolve("logrotate.conf"),
                Files.readString(LOGROTATE)
                        .replace("/var/lib/masque", folder.toString())
                        .replace("    su masque masque\n", ""));
        Tool.run(
                        folder,
                        "logrotate",
                        "--force",
                        "--state",
                        folder.resolve("state").toString(),
                        settings.toString())
                .mustSucceed();
    }
}
