package org.masque.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedCallsTest {
    @TempDir
    private Path folder;

    private final AtomicLong seconds = new AtomicLong();

    @Test
    void aStormOfThemIsWrittenInPartAndTheRestIsCounted() throws IOException {
        Path file = folder.resolve("audit.jsonl");
        RefusedCalls calls =
                new RefusedCalls(new AuditLog(file, Clock.systemUTC()), () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        for (int i = 0; i < 500; i++) {
            refuse(calls);
        }
        assertThat(Files.readAllLines(file)).hasSize(100);

        seconds.addAndGet(10);
        refuse(calls);
        refuse(calls);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(101);
        assertThat(lines.get(100)).contains("\"refused\"", "answered 401, after 400 more that are not listed");
    }

    private static void refuse(RefusedCalls calls) {
        if (calls.takeRoom()) {
            calls.write("10.0.0.1", "POST /api/runs/tiny/stop", 401);
        }
    }
}
