package org.masque.ops.progress;

import java.time.Duration;

/** Shows how far a run is. Called from one thread with every step; must be closed to leave the terminal clean. */
public interface ProgressDisplay extends AutoCloseable {
    /** Takes note of the latest state, and shows it when it is time to. */
    void show(ProgressSnapshot progress);

    @Override
    void close();

    /**
     * Opens a bar on a terminal, and otherwise prints plain lines.
     *
     * @param firstStep steps already done, by a run that is continued
     * @param lineInterval the time between plain lines
     */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on it would need isTerminal(); the launcher insists on 17
    static ProgressDisplay open(long firstStep, long totalSteps, Duration lineInterval) {
        return System.console() == null
                ? new PlainProgress(System.out, lineInterval, System::nanoTime)
                : ProgressBarDisplay.onTerminal(firstStep, totalSteps);
    }
}
