package org.masque.actors.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.masque.actors.Crew;
import org.masque.actors.DeadLetterReclaimer;
import org.masque.actors.RunActor;
import org.masque.actors.RunCoordinator;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.RunSetup;
import org.masque.actors.RunSteering;

/** Holds a coordinator, and a reclaimer that outlives it, so that whatever was on its way at the end is freed. */
final class RunGuardian extends AbstractBehavior<RunGuardian.Command> {
    /** What the guardian understands. */
    sealed interface Command {}

    /** Passed on to the coordinator. */
    record StopRun() implements Command {}

    /** Passed on to the coordinator. */
    record Steer(RunSteering.Request request) implements Command {}

    private record Beat() implements Command {}

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ActorRef<Object> reclaimer;
    private final ActorRef<RunCoordinator.Command> coordinator;
    private final CompletableFuture<RunOutcome> outcome;

    private RunGuardian(
            ActorContext<Command> context,
            RunSetup setup,
            Function<ActorContext<RunCoordinator.Command>, Crew> crew,
            AtomicLong reclaimed) {
        super(context);
        outcome = setup.outcome();
        reclaimer = context.spawn(DeadLetterReclaimer.create(reclaimed), RunActor.RECLAIMER.label());
        coordinator = context.spawn(RunCoordinator.create(setup, crew), RunActor.COORDINATOR.label());
        context.watch(coordinator);
        context.watch(reclaimer);
    }

    static Behavior<Command> create(
            RunSetup setup, Function<ActorContext<RunCoordinator.Command>, Crew> crew, AtomicLong reclaimed) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate(new Beat(), BEAT);
            return Behaviors.setup(context -> new RunGuardian(context, setup, crew, reclaimed));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(StopRun.class, message -> onStopRun())
                .onMessage(Steer.class, this::onSteer)
                .onMessage(Beat.class, message -> onBeat())
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onStopRun() {
        coordinator.tell(new RunCoordinator.StopRun());
        return this;
    }

    private Behavior<Command> onSteer(Steer message) {
        coordinator.tell(message.request());
        return this;
    }

    private Behavior<Command> onBeat() {
        // The coordinator never computes: so it answers, or hangs for ever.
        coordinator.tell(new RunCoordinator.Beat());
        return this;
    }

    private Behavior<Command> onTerminated(Terminated signal) {
        if (signal.getRef().path().equals(coordinator.path())) {
            // Only one that failed before it was set up has not said how the run ended.
            String reason = signal instanceof ChildFailed failed ? String.valueOf(failed.getCause()) : "it ended";
            outcome.complete(new RunOutcome(End.FAILED, 0, "the coordinator could not begin: " + reason));
            reclaimer.tell(DeadLetterReclaimer.FINISH);
            return this;
        }
        return Behaviors.stopped();
    }
}
