package org.masque.ops.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.masque.actors.StepReport;
import org.masque.actors.TrainingObserver;

/** Knows how much work no checkpoint holds yet. */
final class UnsavedSteps implements TrainingObserver {
    private final AtomicLong step = new AtomicLong();
    private final AtomicLong saved = new AtomicLong();

    @Override
    public void checkpointFound(long found, Instant written, long corrupt) {
        saved.set(found);
    }

    @Override
    public void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {
        step.set(appliedSteps);
    }

    @Override
    public void stepApplied(StepReport report) {
        step.set(report.step());
    }

    @Override
    public void rolledBack(long from, long to) {
        step.set(to);
        saved.set(to);
    }

    @Override
    public void checkpointWritten(long written, Path folder, long bytes, long nanos) {
        saved.set(written);
    }

    /** For a person who stops the run: what must still be saved, and what is lost if it cannot be. */
    String text() {
        return "stopping: step " + step.get()
                + ", or the one in hand, is saved before the process ends; killed before that," + " it would lose "
                + (step.get() - saved.get()) + " steps since the checkpoint of step " + saved.get();
    }
}
