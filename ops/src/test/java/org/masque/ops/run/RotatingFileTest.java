package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("log.jsonl");
    }

    @Test
    void aFullFileIsMovedAsideAndTheOldestGoes() throws IOException {
        try (RotatingFile lines = RotatingFile.append(file, 20, 2)) {
            for (int i = 0; i < 9; i++) {
                lines.write("line " + i); // 7 bytes each, two in a file
            }
        }

        assertThat(file).hasContent("line 8\n");
        assertThat(folder.resolve("log.1.jsonl")).hasContent("line 6\nline 7\n");
        assertThat(folder.resolve("log.2.jsonl")).hasContent("line 4\nline 5\n");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(3);
        }
    }

    @Test
    void aSecondStartAppendsAndEndsALineThatAKillCut() throws IOException {
        Files.writeString(file, "whole\n{\"cut");
        try (RotatingFile lines = RotatingFile.append(file, 1000, 1)) {
            lines.write("next");
        }
        try (RotatingFile lines = RotatingFile.append(file, 1000, 1)) {
            lines.write("last");
        }

        assertThat(file).hasContent("whole\n{\"cut\nnext\nlast\n");
    }

    @Test
    void aLineLargerThanAFileIsWrittenWhole() throws IOException {
        try (RotatingFile lines = RotatingFile.append(file, 5, 1)) {
            lines.write("a long line");
            lines.write("b");
        }

        assertThat(file).hasContent("b\n");
        assertThat(folder.resolve("log.1.jsonl")).hasContent("a long line\n");
    }
}
