package org.masque.actors;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.actors.Milestones.Best;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.WeightsSnapshot.Taking;
import org.masque.model.objective.TrainingState;
import org.masque.model.probe.EvaluationReport;

/**
 * What the coordinator has asked of the actors beside training: one request of a kind at a time, each over a snapshot
 * taken on the caller's thread at a step boundary.
 */
final class SideRequests {
    // All steps are done, and what comes after them is awaited.
    private static final Set<End> COMPLETE = EnumSet.of(End.FINISHED, End.BAD_DATA);

    private final Crew crew;
    private final RunPlan plan;
    private final TrainingState state;
    private final ActorRef<RunCoordinator.Command> replyTo;
    private final TrainingObserver observer;
    private final Set<Kind> inFlight = EnumSet.noneOf(Kind.class);
    private final Set<Kind> leftToDo = EnumSet.noneOf(Kind.class);
    private long checkpointedStep;
    private final LongSupplier nanoTime;
    private long checkpointedAt;
    private int checkpointFailures;
    private long refreshStartedAtStep;
    private long evaluatedStep;
    private boolean evaluatedUnsaved;
    private boolean ended;

    SideRequests(Crew crew, RunSetup setup, ActorRef<RunCoordinator.Command> replyTo, LongSupplier nanoTime) {
        this.crew = crew;
        this.plan = setup.plan();
        this.observer = setup.observer();
        this.nanoTime = nanoTime;
        this.checkpointedAt = nanoTime.getAsLong();
        this.state = setup.state();
        this.replyTo = replyTo;
        this.checkpointedStep = setup.start().step();
    }

    boolean inFlight(Kind kind) {
        return inFlight.contains(kind);
    }

    void answered(Kind kind) {
        if (inFlight.remove(kind)) {
            observer.sideWorkEnded(kind.actor());
        }
    }

    /** Asks for maps of these weights, unless maps are being made already. */
    @SuppressWarnings("MustBeClosedChecker") // moved to the mapper
    void refreshMaps(RunCursor cursor, int epoch) {
        if (begin(Kind.REFRESH, cursor)) {
            refreshStartedAtStep = cursor.step();
            crew.mapper().tell(new AttentionMapper.RefreshMaps(mapSnapshot(cursor, epoch), replyTo));
            observer.refreshStarted(epoch, cursor.updates());
        }
    }

    /** The maps are made. */
    void mapsRefreshed(SideWork.MapsRefreshed message, RunCursor cursor) {
        answered(Kind.REFRESH);
        observer.refreshFinished(
                message.epoch(), message.version(), message.nanos(), cursor.step() - refreshStartedAtStep);
    }

    /**
     * Asks for what is due; what is still at work on its last request is left out, and the observer hears of a
     * checkpoint left out.
     */
    void requestDue(RunCursor cursor, int epoch) {
        Milestones due = plan.milestones();
        long step = cursor.step();
        int stepsPerEpoch = plan.schedule().stepsPerEpoch();
        boolean evaluated = due.evaluation().due(step, stepsPerEpoch, 0) && request(Kind.EVALUATION, cursor, epoch);
        evaluatedUnsaved |= evaluated && due.best() == Best.KEPT;
        if (due.checkpoint().due(step, stepsPerEpoch, nanoTime.getAsLong() - checkpointedAt)) {
            requestDueCheckpoint(cursor);
        } else if (evaluatedUnsaved) {
            requestCheckpoint(cursor);
        }
        if (due.pictures().due(step, stepsPerEpoch, 0)) {
            request(Kind.PICTURES, cursor, epoch);
        }
    }

    private void requestDueCheckpoint(RunCursor cursor) {
        if (!requestCheckpoint(cursor)) {
            // One that takes longer than the rhythm is left out once in a rhythm, not once a step.
            checkpointedAt = nanoTime.getAsLong();
            observer.checkpointSkipped(cursor.step());
        }
    }

    /**
     * Has the writer judge the evaluation that was in flight, which stays in flight until the verdict.
     *
     * @return false if nobody judges it
     */
    boolean judge(List<EvaluationReport> reports) {
        boolean judged = plan.milestones().best() == Best.KEPT;
        if (judged) {
            crew.checkpoints().tell(new CheckpointWriter.JudgeEvaluation(evaluatedStep, reports, replyTo));
        }
        return judged;
    }

    /**
     * Notes what must still be done before the end, after which no update follows; a checkpoint only if the last one
     * does not hold this step.
     */
    void noteForTheEnd(RunCursor cursor, Collection<Kind> atEnd) {
        ended = true;
        leftToDo.addAll(atEnd);
        if (cursor.step() > checkpointedStep || checkpointFailures > 0) {
            leftToDo.add(Kind.CHECKPOINT);
        }
    }

    /** Whether a checkpoint is noted for the end and not asked for yet. */
    boolean checkpointLeftToDo() {
        return leftToDo.contains(Kind.CHECKPOINT);
    }

    /** Gives a kind up for good: its actor is gone. */
    void abandon(Kind kind) {
        answered(kind);
        leftToDo.remove(kind);
    }

    /** Forgets what was noted for the end, but the checkpoint. */
    void keepOnlyCheckpoint() {
        leftToDo.retainAll(EnumSet.of(Kind.CHECKPOINT));
    }

    /** Asks for whatever is noted and can be asked for now; true while something is still awaited for such an end. */
    boolean workOff(RunCursor cursor, int epoch, End end) {
        Set<Kind> startable = EnumSet.copyOf(leftToDo);
        startable.removeAll(inFlight);
        leftToDo.removeAll(startable);
        startable.forEach(kind -> request(kind, cursor, epoch));
        return inFlight.contains(Kind.CHECKPOINT)
                || (COMPLETE.contains(end) && (inFlight(Kind.EVALUATION) || inFlight(Kind.PICTURES)));
    }

    /** Asks for a checkpoint; nothing, and false, if one is being written. */
    @CanIgnoreReturnValue
    boolean requestCheckpoint(RunCursor cursor) {
        boolean free = begin(Kind.CHECKPOINT, cursor);
        if (free) {
            sendCheckpoint(cursor);
        }
        return free;
    }

    private boolean request(Kind kind, RunCursor cursor, int epoch) {
        boolean free = begin(kind, cursor);
        if (free) {
            send(kind, cursor, epoch);
        }
        return free;
    }

    private boolean begin(Kind kind, RunCursor cursor) {
        boolean free = inFlight.add(kind);
        if (free) {
            observer.sideWorkBegan(kind.actor(), cursor.step());
        }
        return free;
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the painter
    private void send(Kind kind, RunCursor cursor, int epoch) {
        switch (kind) {
            case CHECKPOINT -> sendCheckpoint(cursor);
            case EVALUATION -> sendEvaluation(cursor, epoch);
            case PICTURES ->
                crew.pictures().tell(new PicturePainter.DrawPictures(snapshot(cursor, epoch), cursor.step(), replyTo));
            case REFRESH -> throw new IllegalArgumentException("maps are asked for by refreshMaps");
        }
    }

    // The writer hears of it first: from now on the checkpoint of this step must stay.
    @SuppressWarnings("MustBeClosedChecker") // moved to the evaluator
    private void sendEvaluation(RunCursor cursor, int epoch) {
        evaluatedStep = cursor.step();
        if (plan.milestones().best() == Best.KEPT) {
            crew.checkpoints().tell(new CheckpointWriter.ExpectVerdict(evaluatedStep));
        }
        crew.evaluator().tell(new Evaluator.EvaluateFeatures(snapshot(cursor, epoch), replyTo));
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the writer
    private void sendCheckpoint(RunCursor cursor) {
        checkpointedAt = nanoTime.getAsLong();
        checkpointedStep = cursor.step();
        evaluatedUnsaved = false;
        crew.checkpoints().tell(new CheckpointWriter.WriteCheckpoint(CheckpointSnapshot.of(state, cursor), replyTo));
    }

    @MustBeClosed
    private WeightsSnapshot snapshot(RunCursor cursor, int epoch) {
        return WeightsSnapshot.of(state.weights(), ended ? Taking.SHARED : Taking.COPIED, cursor, epoch);
    }

    // An epoch that waits for maps updates nothing before it has them.
    @MustBeClosed
    private WeightsSnapshot mapSnapshot(RunCursor cursor, int epoch) {
        boolean awaited = plan.mustWaitForMaps(epoch, cursor.mapsEpoch());
        return WeightsSnapshot.of(state.mapWeights(), awaited ? Taking.SHARED : Taking.COPIED, cursor, epoch);
    }

    /** Has the writer fill the state from a checkpoint of at most a step. */
    void restore(long latest) {
        crew.checkpoints().tell(new CheckpointWriter.RestoreCheckpoint(latest, state, replyTo));
    }

    /** The state is that of a checkpoint of this step. */
    void restored(long step) {
        checkpointedStep = step;
    }

    long checkpointedStep() {
        return checkpointedStep;
    }

    void checkpointWritten() {
        checkpointFailures = 0;
    }

    /** Counts one more failure; returns how many there were in a row. */
    int checkpointFailed() {
        return ++checkpointFailures;
    }
}
