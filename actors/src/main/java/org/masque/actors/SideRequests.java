package org.masque.actors;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.masque.actors.LeftOutWork.Reason;
import org.masque.actors.Milestones.Best;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.WeightsSnapshot.Taking;
import org.masque.model.objective.TrainingState;
import org.masque.model.probe.EvaluationReport;
import org.masque.model.tensor.NativeMemoryException;

/**
 * What the coordinator has asked of the actors beside training: one request of a kind at a time, each over a snapshot
 * taken on the caller's thread at a step boundary.
 *
 * <p>An evaluation that comes due while one is at work waits with a copy of the weights of its step: the steps between
 * two evaluations are few, and a curve with gaps misleads. One waits at most, since each costs the memory of the
 * weights. All else that comes due too early is left out, and observers hear of it.
 */
final class SideRequests {
    // Of weights that the run has gone back from: no step of it has them any more.
    private static final long UNDONE = -1;

    // All steps are done, and what comes after them is awaited.
    private static final Set<End> COMPLETE = EnumSet.of(End.FINISHED, End.BAD_DATA);

    private final Crew crew;
    private final RunPlan plan;
    private final TrainingState state;
    private final ActorRef<RunCoordinator.Command> replyTo;
    private final TrainingObserver observer;
    private final LeftOutWork leftOut;
    // Each with the step of its weights.
    private final Map<Kind, Long> inFlight = new EnumMap<>(Kind.class);
    private final Set<Kind> due = EnumSet.noneOf(Kind.class);
    private final Set<Kind> leftToDo = EnumSet.noneOf(Kind.class);
    // Only while one is in flight.
    private @Nullable WaitingEvaluation waiting;
    private long notedStep;
    private long checkpointedStep;
    private final LongSupplier nanoTime;
    private long checkpointedAt;
    private int checkpointFailures;
    private boolean evaluatedUnsaved;
    private boolean ended;

    private record WaitingEvaluation(long step, WeightsSnapshot snapshot) {}

    SideRequests(Crew crew, RunSetup setup, ActorRef<RunCoordinator.Command> replyTo, LongSupplier nanoTime) {
        this.crew = crew;
        this.plan = setup.plan();
        this.observer = setup.observer();
        this.leftOut = new LeftOutWork(setup.observer());
        this.nanoTime = nanoTime;
        this.checkpointedAt = nanoTime.getAsLong();
        this.state = setup.state();
        this.replyTo = replyTo;
        this.checkpointedStep = setup.start().step();
        this.notedStep = setup.start().step();
    }

    boolean inFlight(Kind kind) {
        return inFlight.containsKey(kind);
    }

    /** A request is done or given up; the evaluation that waited for it begins. */
    void answered(Kind kind) {
        if (inFlight.remove(kind) != null) {
            observer.sideWorkEnded(kind.actor());
        }
        WaitingEvaluation next = waiting;
        if (kind == Kind.EVALUATION && next != null) {
            waiting = null;
            begin(Kind.EVALUATION, next.step());
            sendEvaluation(next.snapshot());
        }
    }

    /** A request failed and is given up. */
    void failed(SideWork.Failed message) {
        Long step = inFlight.get(message.kind());
        if (step != null && step != UNDONE) {
            leftOut.failed(message.kind(), step, message.reason());
        }
        answered(message.kind());
    }

    /** Asks for maps of these weights, unless maps are being made already. */
    @SuppressWarnings("MustBeClosedChecker") // moved to the mapper
    void refreshMaps(RunCursor cursor, int epoch) {
        if (begin(Kind.REFRESH, cursor.step())) {
            crew.mapper().tell(new AttentionMapper.RefreshMaps(mapSnapshot(cursor, epoch), replyTo));
            observer.refreshStarted(epoch, cursor.updates());
        }
    }

    /** Asks for the maps that the next epoch should have, while this one trains. */
    void refreshMapsBeside(RunCursor cursor, int epoch) {
        // The first maps are asked for in each epoch until they are there: that is still the same refresh.
        if (inFlight(Kind.REFRESH) && plan.masks().refreshDueBefore(epoch + 1)) {
            leftOut.add(Kind.REFRESH, cursor.step(), Reason.BUSY);
        }
        refreshMaps(cursor, epoch);
    }

    /** The maps are made. */
    void mapsRefreshed(SideWork.MapsRefreshed message, RunCursor cursor) {
        long since = inFlight.getOrDefault(Kind.REFRESH, cursor.step());
        answered(Kind.REFRESH);
        observer.refreshFinished(message, cursor.step() - since);
    }

    /** Notes what is due after a step, for the next {@link #requestDue}: that may be some bad steps later. */
    void noteDue(RunCursor cursor) {
        Milestones milestones = plan.milestones();
        long step = cursor.step();
        if (step == notedStep) {
            return; // noted before, by this start of the run or an earlier one
        }
        notedStep = step;
        int stepsPerEpoch = plan.schedule().stepsPerEpoch();
        if (milestones.evaluation().due(step, stepsPerEpoch, 0)) {
            due.add(Kind.EVALUATION);
        }
        if (milestones.checkpoint().due(step, stepsPerEpoch, nanoTime.getAsLong() - checkpointedAt)) {
            due.add(Kind.CHECKPOINT);
        }
        if (milestones.pictures().due(step, stepsPerEpoch, 0)) {
            due.add(Kind.PICTURES);
        }
    }

    /** Asks for what is due; the observer hears of what is left out. */
    void requestDue(RunCursor cursor, int epoch) {
        noteDue(cursor);
        if (due.remove(Kind.EVALUATION)) {
            boolean accepted = request(Kind.EVALUATION, cursor, epoch) || waits(cursor, epoch);
            evaluatedUnsaved |= accepted && keepsBest();
        }
        if (due.remove(Kind.CHECKPOINT)) {
            requestDueCheckpoint(cursor);
        } else if (evaluatedUnsaved) {
            requestCheckpoint(cursor);
        }
        if (due.remove(Kind.PICTURES) && !request(Kind.PICTURES, cursor, epoch)) {
            leftOut.add(Kind.PICTURES, cursor.step(), Reason.BUSY);
        }
    }

    // With a copy of the weights of its own step, since they go on changing.
    @SuppressWarnings("MustBeClosedChecker") // moved to the evaluator, or closed when it is given up
    private boolean waits(RunCursor cursor, int epoch) {
        Reason reason = Reason.QUEUE_FULL;
        if (waiting == null) {
            try {
                waiting = new WaitingEvaluation(cursor.step(), snapshot(cursor, epoch));
                tellWhatIsEvaluated();
                return true;
            } catch (NativeMemoryException full) {
                reason = Reason.NO_MEMORY; // the evaluation is lost, and the run is not
            }
        }
        leftOut.add(Kind.EVALUATION, cursor.step(), reason);
        return false;
    }

    private void requestDueCheckpoint(RunCursor cursor) {
        if (!requestCheckpoint(cursor)) {
            // One that takes longer than the rhythm is left out once in a rhythm, not once a step.
            checkpointedAt = nanoTime.getAsLong();
            leftOut.add(Kind.CHECKPOINT, cursor.step(), Reason.BUSY);
        }
    }

    /**
     * Has the writer judge the evaluation that was in flight, which stays in flight until the verdict.
     *
     * @return false if nobody judges it
     */
    boolean judge(List<EvaluationReport> reports) {
        Long step = inFlight.get(Kind.EVALUATION);
        if (step == null || step == UNDONE || !keepsBest()) {
            return false;
        }
        crew.checkpoints().tell(new CheckpointWriter.JudgeEvaluation(step, reports, replyTo));
        return true;
    }

    private boolean keepsBest() {
        return plan.milestones().best() == Best.KEPT;
    }

    /**
     * Notes what must still be done before the end, after which no update follows: after the last step what is due and
     * what the plan names; a checkpoint only if the last one does not hold this step.
     */
    void noteForTheEnd(RunCursor cursor, End end) {
        ended = true;
        noteDue(cursor);
        due.remove(Kind.CHECKPOINT);
        if (end == End.FINISHED) {
            leftToDo.addAll(due);
            leftToDo.addAll(plan.atEnd());
            due.clear();
        } else {
            giveUpWhatWaits(cursor.step());
        }
        if (cursor.step() > checkpointedStep || checkpointFailures > 0) {
            leftToDo.add(Kind.CHECKPOINT);
        }
    }

    /** Whether a checkpoint is noted for the end and not asked for yet. */
    boolean checkpointLeftToDo() {
        return leftToDo.contains(Kind.CHECKPOINT);
    }

    /** Gives a kind up for good: its actor is gone. */
    void abandon(Kind kind, RunCursor cursor) {
        if (kind == Kind.EVALUATION) {
            giveUpWhatWaits(cursor.step());
        }
        if (leftToDo.remove(kind)) {
            leftOut.add(kind, cursor.step(), Reason.ENDED);
        }
        answered(kind);
    }

    /** Gives up what was noted for the end, but the checkpoint. */
    void keepOnlyCheckpoint(RunCursor cursor) {
        due.addAll(leftToDo);
        due.remove(Kind.CHECKPOINT);
        leftToDo.retainAll(EnumSet.of(Kind.CHECKPOINT));
        giveUpWhatWaits(cursor.step());
    }

    // What was due at this step, and the evaluation of an earlier one that has not begun.
    private void giveUpWhatWaits(long step) {
        if (waiting != null) {
            leftOut.add(Kind.EVALUATION, waiting.step(), Reason.ENDED);
            waiting.snapshot().close();
            waiting = null;
        }
        due.forEach(kind -> leftOut.add(kind, step, Reason.ENDED));
        due.clear();
    }

    /** The run is over: gives up what waits, and says what is not done. */
    void close(RunCursor cursor) {
        keepOnlyCheckpoint(cursor);
        inFlight.forEach((kind, step) -> {
            if (step != UNDONE && (kind == Kind.EVALUATION || kind == Kind.PICTURES)) {
                leftOut.add(kind, step, Reason.ENDED);
            }
        });
    }

    /** Asks for whatever is noted and can be asked for now; true while something is still awaited for such an end. */
    boolean workOff(RunCursor cursor, int epoch, End end) {
        Set<Kind> startable = EnumSet.copyOf(leftToDo);
        startable.removeAll(inFlight.keySet());
        leftToDo.removeAll(startable);
        startable.forEach(kind -> request(kind, cursor, epoch));
        return inFlight(Kind.CHECKPOINT)
                || (COMPLETE.contains(end) && (inFlight(Kind.EVALUATION) || inFlight(Kind.PICTURES)));
    }

    /** Asks for a checkpoint; nothing, and false, if one is being written. */
    @CanIgnoreReturnValue
    boolean requestCheckpoint(RunCursor cursor) {
        boolean free = begin(Kind.CHECKPOINT, cursor.step());
        if (free) {
            sendCheckpoint(cursor);
        }
        return free;
    }

    private boolean request(Kind kind, RunCursor cursor, int epoch) {
        boolean free = begin(kind, cursor.step());
        if (free) {
            send(kind, cursor, epoch);
        }
        return free;
    }

    @CanIgnoreReturnValue
    private boolean begin(Kind kind, long step) {
        boolean free = inFlight.putIfAbsent(kind, step) == null;
        if (free) {
            observer.sideWorkBegan(kind.actor(), step);
        }
        return free;
    }

    @SuppressWarnings("MustBeClosedChecker") // moved to the painter or the evaluator
    private void send(Kind kind, RunCursor cursor, int epoch) {
        switch (kind) {
            case CHECKPOINT -> sendCheckpoint(cursor);
            case EVALUATION -> sendEvaluation(snapshot(cursor, epoch));
            case PICTURES ->
                crew.pictures().tell(new PicturePainter.DrawPictures(snapshot(cursor, epoch), cursor.step(), replyTo));
            case REFRESH -> throw new IllegalArgumentException("maps are asked for by refreshMaps");
        }
    }

    // The writer hears of it first: from now on the checkpoint of this step must stay.
    private void sendEvaluation(WeightsSnapshot snapshot) {
        tellWhatIsEvaluated();
        crew.evaluator().tell(new Evaluator.EvaluateFeatures(snapshot, replyTo));
    }

    private void tellWhatIsEvaluated() {
        if (!keepsBest()) {
            return;
        }
        Set<Long> steps = new HashSet<>();
        Long begun = inFlight.get(Kind.EVALUATION);
        if (begun != null && begun != UNDONE) {
            steps.add(begun);
        }
        if (waiting != null) {
            steps.add(waiting.step());
        }
        crew.checkpoints().tell(new CheckpointWriter.ExpectVerdicts(steps));
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

    /** The state is that of a checkpoint of this step: what was due after it will come due again. */
    void restored(long step) {
        checkpointedStep = step;
        notedStep = step;
        due.clear();
        inFlight.replaceAll((kind, of) -> of > step ? UNDONE : of);
        if (waiting != null && waiting.step() > step) {
            waiting.snapshot().close();
            waiting = null;
        }
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
