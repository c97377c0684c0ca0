package org.masque.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunArchivesTest {
    private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    private Path folder;

    private final RunArchives archives = new RunArchives(Clock.fixed(NOW, ZoneOffset.UTC));

    // Always as long: a log that was changed behind the back of an archive.
    private Path write(String name, int step, Instant when) throws IOException {
        WrittenRun run = WrittenRun.in(folder.resolve(name));
        Files.deleteIfExists(run.log());
        run.step(step, 1);
        Files.setLastModifiedTime(run.log(), FileTime.from(when));
        return run.folder();
    }

    @Test
    void aLogThatDidNotChangeIsNotReadAgainHoweverManyOthersWere() throws IOException {
        Path first = write("first", 1, NOW.minusSeconds(60));
        assertThat(archives.summary(first).step()).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            archives.summary(write("other-" + i, 1, NOW.minusSeconds(60)));
        }

        write("first", 2, NOW.minusSeconds(60));
        assertThat(archives.summary(first).step()).isEqualTo(1);

        write("first", 3, NOW.minusSeconds(50));
        assertThat(archives.summary(first).step()).isEqualTo(3);
    }

    @Test
    void whatWasWrittenJustNowIsLookedAtAgain() throws IOException {
        Path young = write("young", 1, NOW.minusMillis(100));
        assertThat(archives.summary(young).step()).isEqualTo(1);
        for (int i = 0; i < 64; i++) {
            archives.of(folder.resolve("other-" + i));
        }

        write("young", 2, NOW.minusMillis(100));

        assertThat(archives.summary(young).step()).isEqualTo(2);
    }

    @Test
    void aRunWhoseFolderIsNotThereYetHasNotBegun() throws IOException {
        assertThat(archives.summary(folder.resolve("queued")).step()).isZero();
        write("queued", 7, NOW.minusSeconds(60));
        for (int i = 0; i < 64; i++) {
            archives.of(folder.resolve("other-" + i));
        }

        assertThat(archives.summary(folder.resolve("queued")).step()).isEqualTo(7);
    }
}
