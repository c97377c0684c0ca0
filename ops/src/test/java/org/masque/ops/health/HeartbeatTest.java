package org.masque.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    // Near the end of the range of long, where System.nanoTime may be: differences must still be right.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Heartbeat heartbeat = new Heartbeat(Duration.ofNanos(10), nanos::get);

    @Test
    void itIsLateOnlyBeyondTheBound() {
        nanos.addAndGet(10);
        assertThat(heartbeat.isLate()).isFalse();
        nanos.addAndGet(1);
        assertThat(heartbeat.isLate()).isTrue();
        assertThat(heartbeat.silence()).isEqualTo(Duration.ofNanos(11));
    }

    @Test
    void aBeatEndsTheSilence() {
        nanos.addAndGet(100);
        heartbeat.beat();

        assertThat(heartbeat.isLate()).isFalse();
        assertThat(heartbeat.silence()).isZero();
    }
}
