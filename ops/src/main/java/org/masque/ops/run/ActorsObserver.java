package org.masque.ops.run;

import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.masque.actors.RunActor;
import org.masque.actors.RunOutcome;
import org.masque.actors.StepReport;
import org.masque.actors.SupervisedActor;
import org.masque.actors.TrainingObserver;
import org.masque.config.Recipe;
import org.masque.model.tensor.TensorLedger;
import org.masque.ops.archive.ActorsSnapshot;
import org.masque.ops.archive.ActorsSnapshot.ActorActivity;
import org.masque.ops.archive.ActorsSnapshot.Device;
import org.masque.ops.archive.ActorsSnapshot.Queue;
import org.masque.ops.archive.ActorsSnapshot.Shares;

/** Knows what each actor of a run does, from what the run tells its observers. Safe for several threads. */
final class ActorsObserver implements TrainingObserver {
    private static final double NANOS = 1e9;

    private final Recipe recipe;
    private final int workers;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<SupervisedActor, SideActivity> side = new EnumMap<>(SupervisedActor.class);
    private final StepShares shares = new StepShares();
    private String phase = "starting";
    private long step;
    private long totalSteps;
    private int readyBatches;

    ActorsObserver(Recipe recipe, Clock clock, LongSupplier nanoTime) {
        this.recipe = recipe;
        int asked = recipe.parallel().workers();
        this.workers = asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
        this.clock = clock;
        this.nanoTime = nanoTime;
        for (SupervisedActor actor : SupervisedActor.values()) {
            side.put(actor, new SideActivity());
        }
    }

    /** What an actor beside the steps does. */
    private static final class SideActivity {
        private boolean working;
        private long since;
        private long atStep;
        private long done;
        private double lastSeconds = Double.NaN;
        private long restarts;
    }

    @Override
    public synchronized void runStarted(long appliedSteps, long total, int stepsPerEpoch) {
        step = appliedSteps;
        totalSteps = total;
        phase = atWork();
    }

    @Override
    public synchronized void stepApplied(StepReport report) {
        step = report.step();
        phase = atWork();
        readyBatches = report.readyBatches();
        shares.add(report);
    }

    @Override
    public synchronized void sideWorkBegan(SupervisedActor actor, long atStep) {
        SideActivity activity = activity(actor);
        activity.working = true;
        activity.since = nanoTime.getAsLong();
        activity.atStep = atStep;
    }

    @Override
    public synchronized void sideWorkEnded(SupervisedActor actor) {
        SideActivity activity = activity(actor);
        if (activity.working) {
            long now = nanoTime.getAsLong();
            activity.lastSeconds = (now - activity.since) / NANOS;
            activity.working = false;
            activity.since = now;
            activity.done++;
        }
    }

    @Override
    public synchronized void actorRestarted(SupervisedActor actor) {
        activity(actor).restarts++;
    }

    @Override
    public synchronized void runPaused(long atStep) {
        phase = "paused";
    }

    @Override
    public synchronized void runResumed(long atStep) {
        phase = atWork();
    }

    @Override
    public synchronized void runStopped(RunOutcome outcome) {
        phase = outcome.end().name().toLowerCase(Locale.ROOT);
        // What was at work is not awaited at every end, so nobody else may say that it is at work no more.
        side.values().forEach(activity -> activity.working = false);
    }

    // Behind the last step only actors beside the steps have work.
    private String atWork() {
        return step < totalSteps ? "training" : "finishing";
    }

    private SideActivity activity(SupervisedActor actor) {
        return side.computeIfAbsent(actor, absent -> new SideActivity());
    }

    /** What they do now. */
    synchronized ActorsSnapshot snapshot() {
        return new ActorsSnapshot(
                clock.instant().toString(), phase, step, totalSteps, actors(), queues(), List.of(device()));
    }

    private List<ActorActivity> actors() {
        String state = switch (phase) {
            case "training" -> "working";
            case "starting", "paused", "finishing" -> "idle";
            default -> "ended";
        };
        List<ActorActivity> actors = new ArrayList<>();
        actors.add(plain(RunActor.COORDINATOR.label(), 1, state, "step " + step + " of " + totalSteps));
        actors.add(plain(RunActor.BROKER.label(), 1, state, readyBatches + " batches ready"));
        actors.add(stepActor(SupervisedActor.LOADER, recipe.data().loaders(), state));
        actors.add(stepActor(SupervisedActor.MASK_PLANNER, 1, state));
        actors.add(plain(RunActor.WORKER.label(), workers, state, ""));
        for (SupervisedActor actor : SupervisedActor.values()) {
            if (actor != SupervisedActor.LOADER && actor != SupervisedActor.MASK_PLANNER) {
                actors.add(sideActor(actor, state));
            }
        }
        return actors;
    }

    private static ActorActivity plain(String name, int count, String state, String detail) {
        return new ActorActivity(name, count, state, detail, null, 0, null, 0);
    }

    private ActorActivity stepActor(SupervisedActor actor, int count, String state) {
        return new ActorActivity(actor.label(), count, state, "", null, 0, null, activity(actor).restarts);
    }

    private ActorActivity sideActor(SupervisedActor actor, String otherwise) {
        SideActivity activity = activity(actor);
        String idle = otherwise.equals("ended") ? "ended" : "idle";
        return new ActorActivity(
                actor.label(),
                1,
                activity.working ? "working" : idle,
                activity.working ? "weights of step " + activity.atStep : "",
                activity.since == 0 ? null : (nanoTime.getAsLong() - activity.since) / NANOS,
                activity.done,
                Double.isNaN(activity.lastSeconds) ? null : activity.lastSeconds,
                activity.restarts);
    }

    private List<Queue> queues() {
        List<Queue> queues = new ArrayList<>();
        queues.add(new Queue("ready batches", readyBatches, recipe.data().readyBatches()));
        queues.add(inFlight("maps in the making", SupervisedActor.ATTENTION_MAPPER));
        queues.add(inFlight("evaluations in flight", SupervisedActor.EVALUATOR));
        queues.add(inFlight("checkpoints in flight", SupervisedActor.CHECKPOINT_WRITER));
        queues.add(inFlight("pictures in flight", SupervisedActor.PICTURE_PAINTER));
        return queues;
    }

    private Queue inFlight(String name, SupervisedActor actor) {
        return new Queue(name, activity(actor).working ? 1 : 0, 1);
    }

    private Device device() {
        Shares now = shares.shares();
        return new Device("processor", workers, shares.imagesPerSecond(), now, TensorLedger.bytes());
    }
}
