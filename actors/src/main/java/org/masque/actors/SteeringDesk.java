package org.masque.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.masque.actors.RunSteering.Answer;
import org.masque.actors.RunSteering.Done;
import org.masque.actors.RunSteering.Refused;
import org.masque.actors.SideWork.Kind;

/**
 * Requests from outside that wait for a step boundary, and whether the run is held at one.
 *
 * <p>It belongs to the coordinator, which says when there is a boundary.
 */
final class SteeringDesk {
    private final TrainingObserver observer;
    private final StepClock clock;
    private final List<ActorRef<Answer>> pauses = new ArrayList<>();
    private final List<CheckpointOrder> orders = new ArrayList<>();
    private boolean held;
    private long stepOnDisk;

    /** Asked for by whom, and the first step whose checkpoint will do. */
    private record CheckpointOrder(long firstStep, ActorRef<Answer> replyTo) {}

    /**
     * A desk without requests.
     *
     * @param startStep of the checkpoint that the run goes on from, or 0
     */
    SteeringDesk(TrainingObserver observer, StepClock clock, long startStep) {
        this.observer = observer;
        this.clock = clock;
        this.stepOnDisk = onDiskAtStart(startStep);
    }

    /** Whether the run stands still by request. */
    boolean held() {
        return held;
    }

    /** What the coordinator does next. */
    enum Next {
        /** Nothing; the next step boundary will see the request. */
        WAIT,
        /** Goes on from the step boundary where the run was held. */
        GO_ON,
        /** Sees to the checkpoints that were ordered. */
        HEED_ORDERS,
        /** Ends at once. */
        ABANDON
    }

    /**
     * Takes a request.
     *
     * @param step steps done
     * @param between whether nothing is half done just now
     */
    Next take(RunSteering.Request request, long step, boolean between) {
        if (request instanceof RunSteering.AbandonRun) {
            request.replyTo().tell(new Done("given up after step " + step));
            return Next.ABANDON;
        }
        if (request instanceof RunSteering.ResumeRun) {
            return release(request.replyTo(), step) ? Next.GO_ON : Next.WAIT;
        }
        if (request instanceof RunSteering.PauseRun) {
            pauses.add(request.replyTo());
        } else {
            orders.add(new CheckpointOrder(between ? step : step + 1, request.replyTo()));
        }
        return between && hold(step) ? Next.HEED_ORDERS : Next.WAIT;
    }

    /** Refuses a request to a run that ends anyway, unless it is to be given up, which returns true. */
    boolean refuseAtTheEnd(RunSteering.Request request) {
        boolean abandon = request instanceof RunSteering.AbandonRun;
        request.replyTo().tell(abandon ? new Done("given up") : new Refused("the run is about to end"));
        return abandon;
    }

    // --- pauses

    /** Holds the run here if somebody asked for it; true if it is held. */
    boolean hold(long step) {
        if (!pauses.isEmpty() && !held) {
            held = true;
            clock.pause();
            observer.runPaused(step);
        }
        pauses.forEach(asker -> asker.tell(new Done("paused after step " + step)));
        pauses.clear();
        return held;
    }

    // Takes back what was asked for; true if the run was held and goes on from here.
    private boolean release(ActorRef<Answer> replyTo, long step) {
        pauses.forEach(asker -> asker.tell(new Refused("taken back: the run was asked to go on")));
        pauses.clear();
        replyTo.tell(new Done(held ? "goes on after step " + step : "was not paused"));
        boolean goesOn = held;
        if (held) {
            held = false;
            clock.resume();
            observer.runResumed(step);
        }
        return goesOn;
    }

    // --- checkpoints

    /** Sends for the checkpoint that was ordered, unless one is being written; called at a step boundary. */
    void fillOrders(SideRequests side, RunCursor cursor) {
        answer(order -> order.firstStep() <= stepOnDisk, onDisk(stepOnDisk));
        boolean due = orders.stream().anyMatch(order -> order.firstStep() <= cursor.step());
        if (due && !side.inFlight(Kind.CHECKPOINT)) {
            side.requestCheckpoint(cursor);
        }
    }

    void checkpointWritten(long step) {
        stepOnDisk = step;
        answer(order -> order.firstStep() <= step, onDisk(step));
    }

    /** The run is at an earlier step again: nothing later is on disk, and whoever ordered more need not wait for it. */
    void wentBack(long step) {
        stepOnDisk = onDiskAtStart(step);
        orders.replaceAll(order -> new CheckpointOrder(Math.min(order.firstStep(), step + 1), order.replyTo()));
    }

    private static long onDiskAtStart(long step) {
        return step > 0 ? step : -1;
    }

    void checkpointFailed(long step, String reason) {
        answer(order -> order.firstStep() <= step, new Refused("the checkpoint could not be written: " + reason));
    }

    private static Done onDisk(long step) {
        return new Done("the checkpoint of step " + step + " is on disk");
    }

    private void answer(Predicate<CheckpointOrder> which, Answer answer) {
        orders.stream().filter(which).forEach(order -> order.replyTo().tell(answer));
        orders.removeIf(which);
    }

    /** Refuses whatever was not done before the end. */
    void close() {
        Refused over = new Refused("the run has ended");
        pauses.forEach(asker -> asker.tell(over));
        pauses.clear();
        answer(order -> true, over);
    }
}
