package org.masque.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir
    private Path run;

    @Test
    void theFileNamesTheHolderAndIsEmptyAfterwards() throws IOException {
        Path file = run.resolve("run.lock");
        try (RunLock lock = RunLock.acquire(run)) {
            assertThat(lock).isNotNull();
            assertThat(LockHolder.parse(Files.readString(file))).contains(LockHolder.self());
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void aLockGivenBackCanBeTakenAgain() throws IOException {
        RunLock first = RunLock.acquire(run);
        first.close();
        try (RunLock second = RunLock.acquire(run)) {
            first.close(); // once more, which must not give back the second
            assertThat(second).isNotNull();
            assertThatThrownBy(() -> RunLock.acquire(run).close()).isInstanceOf(RunLockedException.class);
        }
    }

    @Test
    void whoeverTookTheRunWhereLocksWereLostKeepsItsNameInTheFile() throws IOException {
        Path file = run.resolve("run.lock");
        String other = new LockHolder(7, "elsewhere", "2020").text();
        RunLock lost = RunLock.acquire(run);
        Files.writeString(file, other);

        lost.close();

        assertThat(file).hasContent(other);
    }

    @Test
    void theLockOfADeadProcessIsTakenOver() throws IOException {
        LockHolder self = LockHolder.self();
        Files.writeString(run.resolve("run.lock"), new LockHolder(999_999_999, self.host(), "2020").text());
        RunLock.acquire(run).close();
    }

    @Test
    void aPidThatAnotherProcessHasByNowDoesNotHoldTheLock() throws IOException {
        LockHolder self = LockHolder.self();
        Files.writeString(run.resolve("run.lock"), new LockHolder(1, self.host(), "2020-01-01T00:00:00Z").text());
        RunLock.acquire(run).close();
    }

    @Test
    void aFileOfNonsenseIsTakenOver() throws IOException {
        Files.write(run.resolve("run.lock"), new byte[5000]);
        RunLock.acquire(run).close();
    }

    @Test
    void lookingWhetherTheLockIsFreeTakesAndMakesNothing() throws IOException {
        Path absent = run.resolve("absent");
        RunLock.requireFree(absent);
        RunLock.requireFree(run);
        assertThat(run).isEmptyDirectory();

        try (RunLock lock = RunLock.acquire(run)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> RunLock.requireFree(run))
                    .isInstanceOf(RunLockedException.class)
                    .hasMessageContaining("this very process");
        }
        RunLock.requireFree(run);
        RunLock.requireFree(run);
        assertThat(run.resolve("run.lock")).isEmptyFile();
        RunLock.acquire(run).close();
    }

    @Test
    @Tag("slow")
    void anotherProcessIsNamedAndItsDeathFreesTheLock() throws IOException {
        try (ChildProcess holder = ChildProcess.start("lock", run)) {
            assertThat(holder.nextLine()).startsWith("locked");
            assertThatThrownBy(() -> RunLock.acquire(run).close())
                    .isInstanceOf(RunLockedException.class)
                    .hasMessageContaining(run + " is in use by pid=" + holder.pid() + " host=");
            assertThatThrownBy(() -> RunLock.requireFree(run))
                    .isInstanceOf(RunLockedException.class)
                    .hasMessageContaining(run + " is in use by pid=" + holder.pid() + " host=");
            holder.kill();
            RunLock.requireFree(run);
            RunLock.acquire(run).close();
        }
    }

    @Test
    @Tag("slow")
    void aSecondAttemptInThisProcessDoesNotLetAnotherProcessIn() throws IOException {
        try (RunLock lock = RunLock.acquire(run)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> RunLock.acquire(run).close())
                    .isInstanceOf(RunLockedException.class)
                    .hasMessageContaining("this very process");
            try (ChildProcess other = ChildProcess.start("lock", run)) {
                assertThat(other.nextLine())
                        .startsWith("refused")
                        .contains("pid=" + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void aLiveProcessNamedInTheFileIsBelievedEvenWithoutItsLock() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        String started = parent.info().startInstant().orElseThrow().toString();
        LockHolder self = LockHolder.self();
        assertThat(new LockHolder(parent.pid(), self.host(), started).isAliveElsewhere())
                .isTrue();
        assertThat(new LockHolder(parent.pid(), "other-" + self.host(), started).isAliveElsewhere())
                .isFalse();
        assertThat(self.isAliveElsewhere()).isFalse();
    }
}
