package org.masque.actors;

import java.util.Optional;
import org.masque.actors.RunOutcome.End;
import org.masque.actors.SideWork.Kind;

/** How a run goes back to an earlier checkpoint after too many bad steps; it belongs to the coordinator. */
final class Rewinding {
    private final TrainingSteps steps;
    private final SideRequests side;
    private final SteeringDesk steering;
    private final TrainingObserver observer;
    private boolean waitsForMapper;

    Rewinding(TrainingSteps steps, SideRequests side, SteeringDesk steering, TrainingObserver observer) {
        this.steps = steps;
        this.side = side;
        this.steering = steering;
        this.observer = observer;
    }

    /** Says what is known, and asks for the checkpoint; how the run must end if it went back too often already. */
    Optional<RunOutcome> begin() {
        Diagnosis diagnosis = steps.diagnosis();
        observer.diverged(diagnosis);
        if (!diagnosis.goesBack()) {
            return Optional.of(new RunOutcome(End.DIVERGED, diagnosis.step(), diagnosis.advice()));
        }
        // The mapper would overwrite the maps of the checkpoint.
        waitsForMapper = side.inFlight(Kind.REFRESH);
        if (!waitsForMapper) {
            side.restore(steps.lastTrusted());
        }
        return Optional.empty();
    }

    /** No maps are being made any more. */
    void mapperIsIdle() {
        if (waitsForMapper) {
            waitsForMapper = false;
            side.restore(steps.lastTrusted());
        }
    }

    /** The state is that of the checkpoint; a checkpoint with what was learnt since is asked for. */
    void end(RunCursor checkpoint) {
        long from = steps.cursor().step();
        steps.goneBack(checkpoint);
        side.restored(checkpoint.step());
        steering.wentBack(checkpoint.step());
        observer.rolledBack(from, checkpoint.step());
        // In place of the one gone back to: what going back taught must not be lost with this process.
        side.requestCheckpoint(steps.cursor());
    }
}
