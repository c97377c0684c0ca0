package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 5 and 7 of the faults. */
class PreflightTest {
    @TempDir
    private Path folder;

    @Test
    void tooLittleSpaceIsSaidInBothNumbersAndWithThePath() {
        Path absent = folder.resolve("runs").resolve("a");
        assertThatThrownBy(() -> Preflight.requireSpace(absent, 1L << 62))
                .isInstanceOf(PreflightException.class)
                .hasMessageMatching(
                        "needs 4611686\\.0 TB, \\d+(\\.\\d)? .?B free in .*; free some, lower checkpoint.keepLast.*")
                .hasMessageContaining(absent.toString());
    }

    @Test
    void enoughSpaceIsSilent() throws IOException {
        Preflight.requireSpace(folder.resolve("runs"), 1);
    }

    @Test
    void aWritableFolderIsCreatedAndLeftEmpty() throws IOException {
        Path output = folder.resolve("runs").resolve("a");
        Preflight.requireWritable(output);
        assertThat(output).isEmptyDirectory();
    }

    @Test
    void aFolderUnderAFileIsRefusedWithPathAndUser() throws IOException {
        Path file = Files.createFile(folder.resolve("runs"));
        assertThatThrownBy(() -> Preflight.requireWritable(file.resolve("a")))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining(
                        "cannot write in " + file.resolve("a") + " as user " + System.getProperty("user.name"));
    }

    @Test
    void aReadOnlyFolderIsRefused() {
        Path kernel = Path.of("/proc/self"); // nobody may create files here, not even root
        assumeTrue(Files.isDirectory(kernel));
        assertThatThrownBy(() -> Preflight.requireWritable(kernel)).isInstanceOf(PreflightException.class);
    }

    @Test
    void permissionIsJudgedWithoutMakingAFolder() throws IOException {
        Path output = folder.resolve("runs").resolve("a");
        Preflight.requirePermission(output);
        Preflight.requirePermission(folder);
        assertThat(folder).isEmptyDirectory();

        Path file = Files.createFile(folder.resolve("runs"));
        assertThatThrownBy(() -> Preflight.requirePermission(output))
                .isInstanceOf(PreflightException.class)
                .hasMessage("cannot write in " + output + " as user " + System.getProperty("user.name") + ": " + file
                        + " is no folder");
    }

    @ParameterizedTest(name = "{0} bytes are {1}")
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1300000000, 1.3 GB",
        "200000000, 200.0 MB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "5000000000000000, 5000.0 TB"
    })
    void sizesAreSaidAsPeopleDo(long bytes, String text) {
        assertThat(DiskSpace.text(bytes)).isEqualTo(text);
    }
}
