package org.masque.ops.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.masque.ops.health.Health;
import org.masque.ops.health.HealthAnswer;
import org.masque.ops.health.Heartbeat;

/**
 * The daemon is alive while its loop turns, and ready while it takes runs and its last look at them went well.
 *
 * <p>How a run fares is not its health: a run that failed is no reason to restart the daemon with all others.
 */
final class DaemonHealth implements Health {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Heartbeat loop = new Heartbeat(BOUND);
    private volatile String trouble = "starting";

    /** The loop turned. */
    void turned(String troubleNow) {
        loop.beat();
        trouble = troubleNow;
    }

    @Override
    public HealthAnswer aliveness() {
        Map<String, Object> body = new LinkedHashMap<>();
        boolean alive = !loop.isLate();
        body.put("alive", alive);
        body.put("secondsSinceLoopTurned", loop.silence().toSeconds());
        return new HealthAnswer(alive, body);
    }

    @Override
    public HealthAnswer preparedness() {
        Map<String, Object> body = new LinkedHashMap<>();
        boolean ready = !loop.isLate() && trouble.isEmpty();
        body.put("ready", ready);
        body.put("reason", ready ? "ready" : loop.isLate() ? "no_progress" : trouble);
        return new HealthAnswer(ready, body);
    }
}
