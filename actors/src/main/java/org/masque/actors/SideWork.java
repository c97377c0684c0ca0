package org.masque.actors;

import java.nio.file.Path;
import java.util.List;
import org.masque.model.probe.EvaluationReport;

/**
 * What the actors beside training answer to the coordinator: each request is answered once, by its result or by
 * {@link Failed}.
 */
public final class SideWork {
    private SideWork() {}

    /** The kinds of work beside training. */
    public enum Kind {
        REFRESH,
        EVALUATION,
        CHECKPOINT,
        PICTURES
    }

    /**
     * All maps are of this version.
     *
     * @param version of the weights
     * @param epoch in which the weights were taken
     * @param nanos it took
     */
    public record MapsRefreshed(long version, int epoch, long nanos) implements RunCoordinator.Command {}

    /** How good the features of a version are, beside those of the untrained network. */
    public record FeaturesEvaluated(
            long version, int epoch, List<EvaluationReport> reports, List<EvaluationReport> untrained)
            implements RunCoordinator.Command {}

    /** A checkpoint is on disk and verified. */
    public record CheckpointWritten(long step, Path folder, long bytes, long nanos) implements RunCoordinator.Command {}

    /** A sheet of pictures is on disk. */
    public record PicturesDrawn(long step, Path file) implements RunCoordinator.Command {}

    /** A request failed: it is given up, and training goes on. */
    public record Failed(Kind kind, String reason) implements RunCoordinator.Command {}
}
