package org.masque.actors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.masque.actors.span.Span;
import org.masque.model.checkpoint.CheckpointSaveException;
import org.masque.model.checkpoint.SaveStage;
import org.masque.model.checkpoint.SupersededException;
import org.masque.model.objective.TrainingState;
import org.masque.model.probe.EvaluationReport;
import org.slf4j.Logger;

/**
 * Writes snapshots to disk beside training, on a dispatcher that may block; a failure leaves older checkpoints as they
 * are. It also reads one back, when the run must go back to it. Trouble with the disk is a reply; any other failure is
 * left to supervision.
 */
public final class CheckpointWriter {
    /** What a writer understands. */
    public sealed interface Command {}

    /** Writes a checkpoint; answered by {@link SideWork.CheckpointWritten}. */
    public record WriteCheckpoint(CheckpointSnapshot snapshot, ActorRef<RunCoordinator.Command> replyTo)
            implements Command, OwnedMessage {
        @Override
        public void close() {
            snapshot.close();
        }
    }

    /**
     * Fills the state from the newest checkpoint of at most a step; answered by {@link SideWork.Restored}.
     *
     * @param latest step that may be gone back to
     * @param state borrowed; nobody else may touch it until the answer
     */
    record RestoreCheckpoint(long latest, TrainingState state, ActorRef<RunCoordinator.Command> replyTo)
            implements Command {}

    /**
     * The weights of these steps are being evaluated, or wait for it: their checkpoints stay until the verdict, and
     * those of no other step for that reason. No answer.
     */
    record ExpectVerdicts(Set<Long> steps) implements Command {}

    /**
     * An evaluation ended: if it is the best so far, its checkpoint stays. Answered by
     * {@link SideWork.EvaluationJudged} in any case.
     */
    record JudgeEvaluation(long step, List<EvaluationReport> reports, ActorRef<RunCoordinator.Command> replyTo)
            implements Command {}

    /** Goes back in the run. */
    @FunctionalInterface
    public interface Rewind {
        /**
         * Fills the state from the newest checkpoint of at most {@code latest} steps, and gives up those after it.
         *
         * @return where the run stood then
         */
        RunCursor rewind(long latest, TrainingState state) throws IOException;
    }

    /** Puts a snapshot on disk, whole or not at all. */
    @FunctionalInterface
    public interface Storage {
        /** Writes and verifies; the snapshot is borrowed. */
        Stored write(CheckpointSnapshot snapshot) throws IOException;

        /** The weights of these steps, and of no others, are being evaluated or wait for it. */
        default void verdictsExpected(Set<Long> steps) {}

        /** An evaluation has ended. */
        default void evaluated(long step, List<EvaluationReport> reports) {}
    }

    /**
     * Where a checkpoint lies.
     *
     * @param folder that holds it
     * @param bytes of all its files
     */
    public record Stored(Path folder, long bytes) {}

    private static final String NAME = SupervisedActor.CHECKPOINT_WRITER.label();

    private CheckpointWriter() {}

    /** A writer; spawn it on a dispatcher that may block. */
    public static Behavior<Command> create(Storage storage, Rewind rewind) {
        return Behaviors.setup(context -> Behaviors.receive(Command.class)
                .onMessage(WriteCheckpoint.class, message -> {
                    write(storage, message, context.getLog());
                    return Behaviors.same();
                })
                .onMessage(ExpectVerdicts.class, message -> {
                    storage.verdictsExpected(message.steps());
                    return Behaviors.same();
                })
                .onMessage(JudgeEvaluation.class, message -> {
                    judge(storage, message);
                    return Behaviors.same();
                })
                .onMessage(RestoreCheckpoint.class, message -> {
                    restore(rewind, message, context.getLog());
                    return Behaviors.same();
                })
                .build());
    }

    // Answered even by a writer that fails: the coordinator begins no other evaluation before.
    private static void judge(Storage storage, JudgeEvaluation message) {
        try {
            storage.evaluated(message.step(), message.reports());
        } finally {
            message.replyTo().tell(new SideWork.EvaluationJudged());
        }
    }

    private static void restore(Rewind rewind, RestoreCheckpoint message, Logger log) {
        try {
            message.replyTo().tell(new SideWork.Restored(rewind.rewind(message.latest(), message.state())));
        } catch (SupersededException late) {
            message.replyTo().tell(new SideWork.Superseded(reason(late)));
        } catch (IOException failure) {
            log.error("no checkpoint up to step {} could be read", message.latest(), failure);
            message.replyTo().tell(new SideWork.RestoreFailed(reason(failure)));
        }
    }

    private static void write(Storage storage, WriteCheckpoint message, Logger log) {
        long start = System.nanoTime();
        try (CheckpointSnapshot snapshot = message.snapshot()) {
            Span.Checkpoint span =
                    Span.begin(new Span.Checkpoint(), NAME, snapshot.cursor().step());
            Stored stored = storage.write(snapshot);
            span.commit();
            log.debug(
                    "step {}: {} MiB were copied since training overtook the disk",
                    snapshot.cursor().step(),
                    snapshot.state().keptBytes() >> 20);
            message.replyTo()
                    .tell(new SideWork.CheckpointWritten(
                            snapshot.cursor().step(), stored.folder(), stored.bytes(), System.nanoTime() - start));
        } catch (SupersededException late) {
            message.replyTo().tell(new SideWork.Superseded(reason(late)));
        } catch (IOException failure) {
            long step = message.snapshot().cursor().step();
            log.error("the checkpoint of step {} could not be written; older ones are intact", step, failure);
            message.replyTo().tell(new SideWork.CheckpointFailed(reached(failure), reason(failure)));
        }
    }

    private static SaveStage reached(IOException failure) {
        return failure instanceof CheckpointSaveException known ? known.stage() : SaveStage.STARTED;
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
