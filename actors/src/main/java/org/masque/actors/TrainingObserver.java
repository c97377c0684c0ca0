package org.masque.actors;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.masque.actors.SideWork.Kind;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.probe.EvaluationReport;

/**
 * Hears what happens in a run: progress, log, metrics, page.
 *
 * <p>Called on the actors' threads, one call at a time for each kind; a method must return at once and never block or
 * throw.
 */
public interface TrainingObserver {
    /**
     * There are checkpoints of an earlier start, and the run will go on from the newest that verifies.
     *
     * @param step of that checkpoint
     * @param written when it was
     * @param corrupt newer ones that did not verify
     */
    default void checkpointFound(long step, Instant written, long corrupt) {}

    /**
     * The run begins with weights of a file, where its recipe says so.
     *
     * @param notes what was renamed, interpolated, replaced, drawn or left aside; empty if all was taken as it is
     */
    default void weightsRead(Path file, List<String> notes) {}

    /** The run begins, or goes on after {@code appliedSteps} steps. */
    default void runStarted(long appliedSteps, long totalSteps, int stepsPerEpoch) {}

    /** The views of a batch are decoded and cut; called on the loaders' threads, several at once. */
    default void viewsLoaded(int samples, long nanos) {}

    /** A worker is done with one more micro-batch; called on the workers' threads, several at once. */
    default void microBatchComputed() {}

    /** All workers are done with a batch; several of them may make up a step. */
    default void batchComputed() {}

    /** The weights have a new version. */
    default void stepApplied(StepReport report) {}

    /** A step's loss or gradient was not finite, or a spike: its update was left out. */
    default void stepSkipped(BadStep bad) {}

    /** A step, 0-based, was passed over: it was bad, before the run went back to an earlier checkpoint. */
    default void stepPassedOver(long step) {}

    /** Too many steps in a row were bad: the run goes back to a checkpoint, or ends. */
    default void diverged(Diagnosis diagnosis) {}

    /**
     * The run goes on from the checkpoint of an earlier step.
     *
     * @param from steps done before
     * @param to steps done now
     */
    default void rolledBack(long from, long to) {}

    /** None of a step's images could be used: it changed nothing. */
    default void stepEmpty(long step) {}

    /** The mapper began to make all maps anew, from the weights of {@code version}. */
    default void refreshStarted(int epoch, long version) {}

    /** All maps are made; the optimiser did {@code stepsMeanwhile} steps while they were. */
    default void refreshFinished(SideWork.MapsRefreshed maps, long stepsMeanwhile) {}

    /**
     * The features of some version were evaluated; {@code untrained} is the same figure for the network before
     * training, empty where the recipe does not want it.
     */
    default void evaluated(long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained) {}

    /** A checkpoint is on disk and verified. */
    default void checkpointWritten(long step, Path folder, long bytes, long nanos) {}

    /** A checkpoint could not be written, which got as far as {@code reached}; older ones are intact. */
    default void checkpointFailed(long step, SaveStage reached, String reason) {}

    /**
     * Work beside training that was due at a step is not done.
     *
     * @param reason for a person
     */
    default void workLeftOut(Kind kind, long step, String reason) {}

    /** A sheet of pictures was drawn. */
    default void picturesDrawn(long step, Path file) {}

    /** An actor beside training was given work, over the weights of a step. */
    default void sideWorkBegan(SupervisedActor actor, long step) {}

    /** That work is done, failed, or was given up. */
    default void sideWorkEnded(SupervisedActor actor) {}

    /** A piece of long work is done, for which the steps wait or at whose end the run ends. */
    default void awaitedWorkAdvanced(WorkStage stage) {}

    /** A supervised actor was started again after a failure. */
    default void actorRestarted(SupervisedActor actor) {}

    /** A worker failed, and with it the run. */
    default void deviceFailed(String reason) {}

    /** The images cannot be used any more, and the run ends. */
    default void dataFailed(String reason) {}

    /** The run is held between two steps, by request. */
    default void runPaused(long step) {}

    /** The run goes on after a pause. */
    default void runResumed(long step) {}

    /** Called about once a second, as long as guardian and coordinator answer. */
    default void actorsAnswer() {}

    /** The run is over. */
    default void runStopped(RunOutcome outcome) {}
}
