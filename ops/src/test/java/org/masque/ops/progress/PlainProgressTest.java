package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final AtomicLong seconds = new AtomicLong();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void linesComeAtTheStartInEveryIntervalAndAtTheEnd() {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (PlainProgress display =
                new PlainProgress(out, Duration.ofSeconds(10), () -> seconds.get() * 1_000_000_000)) {
            for (int step = 1; step <= 26; step++) {
                display.show(new ProgressSnapshot(step, 26, 0, 0, 1, Duration.ZERO, 0, 0, Double.NaN));
                seconds.incrementAndGet();
            }
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().map(line -> line.split(" ", -1)[1]))
                .containsExactly("1/26", "11/26", "21/26", "26/26");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\r").doesNotContain("\u001b");
    }
}
