package org.masque.actors;

import java.nio.file.Path;
import java.util.List;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.probe.EvaluationReport;

/**
 * What the actors beside training answer to the coordinator: each request is answered once, by its result, by
 * {@link Failed}, or by {@link Restarted}.
 */
public final class SideWork {
    private SideWork() {}

    /** The kinds of work beside training, each of one actor. */
    public enum Kind {
        REFRESH(SupervisedActor.ATTENTION_MAPPER),
        EVALUATION(SupervisedActor.EVALUATOR),
        CHECKPOINT(SupervisedActor.CHECKPOINT_WRITER),
        PICTURES(SupervisedActor.PICTURE_PAINTER);

        private final SupervisedActor actor;

        Kind(SupervisedActor actor) {
            this.actor = actor;
        }

        /** Who does it. */
        public SupervisedActor actor() {
            return actor;
        }
    }

    /**
     * All maps are of this version.
     *
     * @param version of the weights
     * @param epoch in which the weights were taken
     * @param nanos it took
     * @param uniform how many maps say nothing, since all their weights are the same
     */
    public record MapsRefreshed(long version, int epoch, long nanos, int uniform) implements RunCoordinator.Command {}

    /** How good the features of a version are, beside those of the untrained network. */
    public record FeaturesEvaluated(
            long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained)
            implements RunCoordinator.Command {}

    /** It is decided whether the checkpoint of the last evaluation is the best. */
    record EvaluationJudged() implements RunCoordinator.Command {}

    /** A checkpoint is on disk and verified. */
    public record CheckpointWritten(long step, Path folder, long bytes, long nanos) implements RunCoordinator.Command {}

    /** The state is that of an earlier checkpoint, at whose time the run stood there. */
    record Restored(RunCursor cursor) implements RunCoordinator.Command {}

    /** No earlier checkpoint could be read; the state may be half of one. */
    record RestoreFailed(String reason) implements RunCoordinator.Command {}

    /** A sheet of pictures is on disk. */
    public record PicturesDrawn(long step, Path file) implements RunCoordinator.Command {}

    /** A request failed: it is given up, and training goes on. */
    public record Failed(Kind kind, String reason) implements RunCoordinator.Command {}

    /**
     * A checkpoint could not be written; those before it are intact.
     *
     * @param reached the last stage of the save that was reached
     */
    public record CheckpointFailed(SaveStage reached, String reason) implements RunCoordinator.Command {}

    /** Another process has this run now: what this one still did would only be in its way, whatever was asked for. */
    record Superseded(String reason) implements RunCoordinator.Command {}

    /** One more piece of a long request is done. */
    record Advanced(Kind kind, WorkStage stage) implements RunCoordinator.Command {}

    /** The actor failed and was started again; a request that it had in hand is lost. */
    record Restarted(Kind kind, String reason) implements RunCoordinator.Command {
        /** What that means for the request. */
        RunCoordinator.Command asFailure() {
            String why = kind.actor().label() + " was started again after " + reason;
            return kind == Kind.CHECKPOINT ? new CheckpointFailed(SaveStage.STARTED, why) : new Failed(kind, why);
        }
    }
}
