package org.masque.ops.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;

/**
 * Fills the heap, for tests of whole processes: {@code -Dmasque.test.fillHeapAfterStep} says after which step.
 *
 * @param step after which nothing is left
 * @param ballast that fills it
 */
record FullHeap(long step, List<byte[]> ballast) implements TrainingObserver {
    private static final String PROPERTY = "masque.test.fillHeapAfterStep";
    private static final int BLOCK = 1 << 17;

    /** What the property asks for; nothing without it. */
    static Optional<FullHeap> configured() {
        return Optional.ofNullable(Long.getLong(PROPERTY)).map(step -> new FullHeap(step, new ArrayList<>()));
    }

    @Override
    public void stepApplied(StepReport report) {
        while (report.step() == step) {
            ballast.add(new byte[BLOCK]);
        }
    }
}
