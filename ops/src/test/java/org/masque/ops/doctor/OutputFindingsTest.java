package org.masque.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.ops.doctor.Finding.Severity;

class OutputFindingsTest {
    @TempDir
    Path folder;

    @Test
    void aFolderThatDoesNotExistYetIsJudgedByItsParent() {
        Finding finding = OutputFindings.of(folder.resolve("a/b"), 0).get(0);

        assertThat(finding.severity()).isNotEqualTo(Severity.PROBLEM);
        assertThat(finding.value()).contains("a/b").contains("iB");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void aFileInThePlaceOfTheFolderIsAProblem() throws IOException {
        Path file = Files.createFile(folder.resolve("runs"));

        assertThat(OutputFindings.of(file, 0).get(0).severity()).isEqualTo(Severity.PROBLEM);
    }

    @Test
    void aTakenPortIsAWarningWithTheRemedy() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Finding finding = OutputFindings.of(folder, taken.getLocalPort()).get(1);

            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.value()).contains("http.port");
        }
    }
}
