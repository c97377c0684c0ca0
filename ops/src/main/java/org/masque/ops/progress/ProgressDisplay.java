package org.masque.ops.progress;

import java.time.Duration;

/** Shows how far a run is. Called from one thread with every step; must be closed to leave the terminal clean. */
public interface ProgressDisplay extends AutoCloseable {
    /** Takes note of the latest state, and shows it when it is time to. */
    void show(ProgressSnapshot progress);

    /** Shows a piece of work with a name in place of the steps, which wait for it; its caller closes it. */
    PhaseProgress phase(String name, long total, String unit);

    @Override
    void close();

    /**
     * Opens a bar on a terminal, and otherwise prints plain lines.
     *
     * @param lineInterval the time between plain lines
     */
    static ProgressDisplay open(Duration lineInterval) {
        TerminalLine line = TerminalLine.ofThisProcess();
        return line == null
                ? new PlainProgress(System.out, lineInterval, System::nanoTime)
                : new StepBar(line, System::nanoTime);
    }
}
