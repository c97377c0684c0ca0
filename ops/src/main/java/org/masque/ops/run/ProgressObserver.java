package org.masque.ops.run;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.TrainingObserver;
import org.masque.actors.WorkStage;
import org.masque.ops.progress.PhaseProgress;
import org.masque.ops.progress.ProgressDisplay;
import org.masque.ops.progress.ProgressMeter;
import org.masque.ops.progress.StepWaits;

/**
 * Shows a run's progress: a bar on a terminal, plain lines otherwise; and by name what the steps or the end wait for.
 */
final class ProgressObserver implements TrainingObserver {
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

    private final Set<SupervisedActor> atWork = EnumSet.noneOf(SupervisedActor.class);
    private final ProgressDisplay display;
    private int stepsPerEpoch = 1;
    private long totalSteps;
    private boolean isDone;
    private @Nullable ProgressMeter meter;
    private @Nullable Phase phase;

    // A line of its own, for as long as the name is the same.
    private record Phase(String name, PhaseProgress progress) {}

    ProgressObserver() {
        this(ProgressDisplay.open(LINE_INTERVAL));
    }

    ProgressObserver(ProgressDisplay display) {
        this.display = display;
    }

    @Override
    public synchronized void runStarted(long appliedSteps, long total, int steps) {
        stepsPerEpoch = steps;
        totalSteps = total;
        meter = new ProgressMeter(total);
        isDone = appliedSteps >= total;
    }

    @Override
    public synchronized void stepApplied(StepReport report) {
        if (meter == null) {
            return;
        }
        endPhase();
        StepReport.Times times = report.times();
        StepWaits waits =
                new StepWaits(Duration.ofNanos(times.waitedForData()), Duration.ofNanos(times.waitedForMasks()));
        double age = report.mapAgeEpochs() < 0 ? Double.NaN : report.mapAgeEpochs();
        display.show(meter.stepApplied(AppliedSteps.of(report, stepsPerEpoch), waits, age));
        isDone = report.step() >= totalSteps;
    }

    @Override
    public synchronized void awaitedWorkAdvanced(WorkStage stage) {
        show(stage.name(), stage.all(), stage.unit()).reached(stage.done(), "");
    }

    @Override
    public synchronized void sideWorkBegan(SupervisedActor actor, long step) {
        atWork.add(actor);
        showAwaited();
    }

    @Override
    public synchronized void sideWorkEnded(SupervisedActor actor) {
        atWork.remove(actor);
        showAwaited();
    }

    // Until they say more of themselves.
    private void showAwaited() {
        if (isDone && !atWork.isEmpty()) {
            show(atWork.stream().map(ProgressObserver::work).collect(Collectors.joining(", ", "last: ", "")), 0, "");
        }
    }

    private static String work(SupervisedActor actor) {
        return switch (actor) {
            case ATTENTION_MAPPER -> "maps";
            case EVALUATOR -> "evaluation";
            case CHECKPOINT_WRITER -> "checkpoint";
            case PICTURE_PAINTER -> "pictures";
            case LOADER, MASK_PLANNER -> actor.label();
        };
    }

    private PhaseProgress show(String name, int all, String unit) {
        if (phase == null || !phase.name().equals(name)) {
            endPhase();
            phase = new Phase(name, display.phase(name, all, unit));
        }
        return phase.progress();
    }

    private void endPhase() {
        if (phase != null) {
            phase.progress().close();
            phase = null;
        }
    }

    @Override
    public synchronized void runStopped(RunOutcome outcome) {
        endPhase();
        display.close();
    }
}
