package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher with a java that only says which locale it was given. */
class LauncherLocaleTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit 0; fi
            echo "$(locale charmap) LC_ALL=$LC_ALL"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"LC_ALL=C", "LC_ALL=POSIX", "LANG=C", "LC_ALL=xx_YY.UTF-8", "LC_CTYPE=C", "NO=LOCALE"})
    void aLocaleThatKnowsNoLettersBeyondAsciiGivesWayToOneOfUtf8(String variable) throws Exception {
        assertThat(launch(variable)).isEqualTo("UTF-8 LC_ALL=C.UTF-8");
    }

    @Test
    void aLocaleOfUtf8Stays() throws Exception {
        assertThat(launch("LANG=C.UTF-8")).isEqualTo("UTF-8 LC_ALL=");
    }

    @Test
    void servicesAndTheImageNameOneOfUtf8() throws IOException {
        assertThat(DeploymentFiles.ops("systemd/masque.service")).content().contains("\nEnvironment=LC_ALL=C.UTF-8\n");
        assertThat(DeploymentFiles.ops("systemd/masque@.service")).content().contains("\nEnvironment=LC_ALL=C.UTF-8\n");
        assertThat(DeploymentFiles.ops("container/Containerfile")).content().contains("\nENV LC_ALL=C.UTF-8\n");
        assertThat(DeploymentFiles.ops("pom.xml")).content().contains("<LC_ALL>C.UTF-8</LC_ALL>");
    }

    private String launch(String variable) throws Exception {
        Path launcher = folder.resolve("bin/masque");
        Files.createDirectories(launcher.getParent());
        Files.copy(DeploymentFiles.ops("../bin/masque"), launcher);
        Path java = Files.writeString(folder.resolve("java"), JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + folder + ":" + System.getenv("PATH")));
        command.addAll(List.of(variable, launcher.toString()));
        // Bash itself warns of a locale that is not installed.
        return Tool.run(folder, command.toArray(String[]::new))
                .mustSucceed()
                .output()
                .lines()
                .reduce("", (before, last) -> last);
    }
}
