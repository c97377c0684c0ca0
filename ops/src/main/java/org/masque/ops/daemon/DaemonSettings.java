package org.masque.ops.daemon;

import java.time.Duration;
import java.util.List;

/**
 * How a daemon works.
 *
 * @param home what it must not forget
 * @param slots runs at once, at least 1
 * @param jvm options of the runs' JVMs
 * @param pause before a run's process is started again
 * @param stopBudget how long runs may take to save when the daemon stops; then they are killed
 */
public record DaemonSettings(DaemonHome home, int slots, List<String> jvm, RestartPause pause, Duration stopBudget) {
    private static final Duration USUAL_STOP_BUDGET = Duration.ofMinutes(4);

    public DaemonSettings {
        jvm = List.copyOf(jvm);
        if (slots < 1) {
            throw new IllegalArgumentException("slots " + slots + " is below 1");
        }
    }

    /** The usual settings. */
    public static DaemonSettings of(DaemonHome home, int slots, List<String> jvm) {
        return new DaemonSettings(home, slots, jvm, RestartPause.USUAL, USUAL_STOP_BUDGET);
    }
}
