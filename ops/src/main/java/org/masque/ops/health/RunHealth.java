package org.masque.ops.health;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the health endpoints know about the run of this process. Any thread may write and read it; nothing blocks.
 *
 * <p>Alive means that the actors answer, once there are any; it never depends on the length of a step or an epoch, nor
 * of the start or of finding parts, which have none. Ready means that device and data are well, micro-batches are being
 * computed, or parts found, within the bound, and the run is not about to stop.
 */
public final class RunHealth implements Health {
    private static final Set<RunState> WITHOUT_ACTORS = EnumSet.of(RunState.STARTING, RunState.FINDING_PARTS);

    private final Heartbeat actors;
    private final Heartbeat progress;
    private volatile RunState state = RunState.STARTING;
    private volatile boolean deviceFailed;
    private volatile boolean dataFailed;

    /**
     * Begins in {@link RunState#STARTING}.
     *
     * @param actors beaten by an actor on a timer
     * @param progress beaten with every micro-batch of a step, and from inside long phases
     */
    public RunHealth(Heartbeat actors, Heartbeat progress) {
        this.actors = actors;
        this.progress = progress;
    }

    /** Moves the run to another state. */
    public void moveTo(RunState next) {
        state = next;
        progress.beat();
    }

    /** Notes that a worker's device failed; there is no way back within this process. */
    public void deviceFailed() {
        deviceFailed = true;
    }

    /** Notes that the images cannot be read any more. */
    public void dataFailed() {
        dataFailed = true;
    }

    /** What the run is doing. */
    public RunState state() {
        return state;
    }

    /** The heartbeat of the actor system. */
    public Heartbeat actors() {
        return actors;
    }

    /** The heartbeat of the training. */
    public Heartbeat progress() {
        return progress;
    }

    /** Whether this process should be left alone; if not, only a restart helps. */
    public boolean isAlive() {
        return WITHOUT_ACTORS.contains(state) || !actors.isLate();
    }

    /** Whether the run makes progress, and why not. */
    public Readiness readiness() {
        return switch (state()) {
            case STARTING -> Readiness.STARTING;
            case PAUSED -> Readiness.PAUSED;
            case STOPPING -> Readiness.STOPPING;
            case STOPPED -> Readiness.ENDED;
            case FAILED -> knownFailure().orElse(Readiness.ENDED);
            case FINDING_PARTS, TRAINING -> knownFailure().orElseGet(this::progressOfTraining);
        };
    }

    @Override
    public HealthAnswer aliveness() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("alive", isAlive());
        body.put("secondsSinceActorsAnswered", actors.silence().toSeconds());
        body.put("state", state().label());
        return new HealthAnswer(isAlive(), body);
    }

    @Override
    public HealthAnswer preparedness() {
        Readiness readiness = readiness();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", readiness == Readiness.READY);
        body.put("reason", readiness.code());
        body.put("secondsSinceProgress", progress.silence().toSeconds());
        body.put("state", state().label());
        return new HealthAnswer(readiness == Readiness.READY, body);
    }

    private Optional<Readiness> knownFailure() {
        if (deviceFailed) {
            return Optional.of(Readiness.DEVICE_FAILED);
        }
        return dataFailed ? Optional.of(Readiness.DATA_FAILED) : Optional.empty();
    }

    private Readiness progressOfTraining() {
        return progress.isLate() ? Readiness.NO_PROGRESS : Readiness.READY;
    }
}
