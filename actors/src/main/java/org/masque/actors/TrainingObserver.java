package org.masque.actors;

import java.nio.file.Path;
import java.util.List;
import org.masque.model.probe.EvaluationReport;

/**
 * Hears what happens in a run: progress, log, metrics, page.
 *
 * <p>Called on the actors' threads, one call at a time for each kind; a method must return at once and never block or
 * throw.
 */
public interface TrainingObserver {
    /** The run begins, or goes on after {@code appliedSteps} steps. */
    default void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {}

    /** The weights have a new version. */
    default void stepApplied(StepReport report) {}

    /** A step's loss or gradient was not finite: its update was left out. */
    default void stepSkipped(long step, double loss, List<String> samples) {}

    /** The mapper began to make all maps anew, from the weights of {@code version}. */
    default void refreshStarted(int epoch, long version) {}

    /** All maps are of {@code version} now; the optimiser did {@code stepsMeanwhile} steps while they were made. */
    default void refreshFinished(int epoch, long version, long nanos, long stepsMeanwhile) {}

    /**
     * The features of some version were evaluated; {@code untrained} is the same figure for the network before
     * training.
     */
    default void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {}

    /** A checkpoint is on disk and verified. */
    default void checkpointWritten(long step, Path folder, long bytes, long nanos) {}

    /** A checkpoint could not be written; older ones are intact. */
    default void checkpointFailed(long step, String reason) {}

    /** A checkpoint came due while one was being written. */
    default void checkpointSkipped(long step) {}

    /** A sheet of pictures was drawn. */
    default void picturesDrawn(long step, Path file) {}

    /** A supervised actor was started again after a failure. */
    default void actorRestarted(String actor) {}

    /** Called about once a second, as long as the actors answer. */
    default void actorsAnswer() {}

    /** The run is over. */
    default void runStopped(RunOutcome outcome) {}
}
