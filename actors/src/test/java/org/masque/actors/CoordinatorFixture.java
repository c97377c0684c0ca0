package org.masque.actors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.masque.actors.Milestones.Best;
import org.masque.actors.Milestones.Rhythm;
import org.masque.actors.RunPlan.RefreshMode;
import org.masque.actors.SideWork.Kind;
import org.masque.masking.AttentionMasking;
import org.masque.masking.CropBox;
import org.masque.masking.MaskSchedule;
import org.masque.masking.RandomMasking;
import org.masque.masking.ViewGeometry;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.objective.PixelTarget;
import org.masque.model.objective.ShardResult;
import org.masque.model.objective.TrainingState;
import org.masque.model.optim.LearningRateSchedule;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.Initialization;
import org.masque.model.vit.StochasticDepth;
import org.masque.model.vit.Weights;

/** A coordinator among probes that play its crew: one worker, two steps in an epoch, six steps in the run. */
final class CoordinatorFixture implements TrainingObserver, AutoCloseable {
    static final int STEPS = 6;
    private static final RecoveryPolicy RECOVERY = new RecoveryPolicy(3, 0, 5, 1, 0.5, 1);

    final ActorTestKit kit = ActorKits.open();
    final TestProbe<BatchBroker.Command> broker = kit.createTestProbe();
    final TestProbe<DeviceWorker.Command> worker = kit.createTestProbe();
    final TestProbe<AttentionMapper.Command> mapper = kit.createTestProbe();
    final TestProbe<Evaluator.Command> evaluator = kit.createTestProbe();
    final TestProbe<CheckpointWriter.Command> checkpoints = kit.createTestProbe();
    final TestProbe<PicturePainter.DrawPictures> pictures = kit.createTestProbe();
    final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
    final List<String> skipped = new CopyOnWriteArrayList<>();
    final List<StepReport> applied = new CopyOnWriteArrayList<>();
    final List<SupervisedActor> restarted = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<String> held = new CopyOnWriteArrayList<>();
    final List<Diagnosis> diagnoses = new CopyOnWriteArrayList<>();
    final List<String> leftOut = new CopyOnWriteArrayList<>();
    final List<String> rollbacks = new CopyOnWriteArrayList<>();
    final AtomicInteger advances = new AtomicInteger();
    final AtomicInteger batches = new AtomicInteger();
    final TrainingState state = state();

    private final Function<ActorContext<RunCoordinator.Command>, ActorRef<DeviceWorker.Command>> workers;
    long lastUpdateSent;
    private int stepsBegun;
    private boolean stateIsOwned;

    /** Whether the worker computes. */
    enum Worker {
        PLAYED_BY_A_PROBE,
        REAL
    }

    CoordinatorFixture(Worker kind) {
        this.workers = kind == Worker.REAL ? this::spawnWorker : context -> worker.getRef();
    }

    @SuppressWarnings("MustBeClosedChecker") // the coordinator owns it
    private static TrainingState state() {
        Weights weights = Weights.zeros(TinyNetwork.SHAPE);
        Initialization.fill(weights, 1);
        return new TrainingState(weights, 0.05f, 1);
    }

    private ActorRef<DeviceWorker.Command> spawnWorker(ActorContext<RunCoordinator.Command> context) {
        DeviceWorker.Settings settings = new DeviceWorker.Settings(
                () -> KernelsProvider.open("auto"), PixelTarget.NORMALIZED_PIXELS, 0, StochasticDepth.NONE, () -> {});
        return context.spawn(
                DeviceWorker.create(0, state, settings, context.getSelf()),
                "worker",
                DispatcherSelector.fromConfig("masque.pinned-dispatcher"));
    }

    // --- plans

    /** Random masking, nothing due. */
    static RunPlan plainPlan() {
        return plan(MaskSchedule.always(new RandomMasking(0.75), 3), RefreshMode.CONCURRENT, Rhythm.NEVER, Set.of());
    }

    /** A checkpoint after every step. */
    static RunPlan checkpointPlan() {
        return checkpointPlan(1);
    }

    /** A checkpoint after so many steps. */
    static RunPlan checkpointPlan(int everySteps) {
        return plan(
                MaskSchedule.always(new RandomMasking(0.75), 3),
                RefreshMode.CONCURRENT,
                new Rhythm(everySteps, 0, 0),
                Set.of());
    }

    /** Evaluation and pictures at the end. */
    static RunPlan evaluatedPlan() {
        return plan(
                MaskSchedule.always(new RandomMasking(0.75), 3),
                RefreshMode.CONCURRENT,
                Rhythm.NEVER,
                EnumSet.of(Kind.EVALUATION, Kind.PICTURES));
    }

    /** Maps from epoch {@code startEpoch} on, made anew for every epoch. */
    static RunPlan mapsPlan(RefreshMode mode, int startEpoch, Rhythm checkpoint) {
        return plan(
                new MaskSchedule(new RandomMasking(0.75), new AttentionMasking(0.45, 0.3), startEpoch, 1, 3),
                mode,
                checkpoint,
                Set.of());
    }

    /** A step of two batches. */
    static RunPlan accumulatingPlan() {
        RunPlan plain = plainPlan();
        return new RunPlan(
                new BatchSchedule(1, 8, 2, 2),
                plain.totalSteps(),
                plain.learningRate(),
                plain.optimizer(),
                plain.masks(),
                plain.refresh(),
                plain.milestones(),
                plain.atEnd(),
                plain.limits());
    }

    private static RunPlan plan(MaskSchedule masks, RefreshMode mode, Rhythm checkpoint, Set<Kind> atEnd) {
        return new RunPlan(
                new BatchSchedule(1, 4, 2, 1),
                STEPS,
                new LearningRateSchedule(1e-2, 0, 0, 3, LearningRateSchedule.Shape.CONSTANT),
                new RunPlan.Optimizer(0.9, 0.95, 1e-8, 0),
                masks,
                new RunPlan.Refresh(mode, 2),
                new Milestones(checkpoint, Rhythm.NEVER, Rhythm.NEVER, Best.LEFT),
                atEnd,
                new RunPlan.Limits(3, 2, RECOVERY));
    }

    // --- the run

    ActorRef<RunCoordinator.Command> start(RunPlan plan, RunCursor from) {
        stateIsOwned = true;
        return kit.spawn(RunCoordinator.create(
                new RunSetup(plan, state, from, this, id -> "image-" + id, outcome),
                context -> new Crew(
                        broker.getRef(),
                        List.of(workers.apply(context)),
                        mapper.getRef(),
                        evaluator.getRef(),
                        checkpoints.getRef(),
                        pictures.getRef())));
    }

    @Override
    public void batchComputed() {
        batches.incrementAndGet();
    }

    @Override
    public void stepApplied(StepReport report) {
        applied.add(report);
    }

    @Override
    public void stepEmpty(long step) {
        skipped.add(step + " empty");
    }

    @Override
    public void workLeftOut(Kind kind, long step, String reason) {
        leftOut.add(kind + " " + step + ": " + reason);
    }

    @Override
    public void actorRestarted(SupervisedActor actor) {
        restarted.add(actor);
    }

    @Override
    public void awaitedWorkAdvanced(WorkStage stage) {
        advances.incrementAndGet();
    }

    @Override
    public void runPaused(long step) {
        held.add("paused " + step);
    }

    @Override
    public void runResumed(long step) {
        held.add("goes on " + step);
    }

    @Override
    public void deviceFailed(String reason) {
        failures.add("device: " + reason);
    }

    @Override
    public void dataFailed(String reason) {
        failures.add("data: " + reason);
    }

    @Override
    public void stepSkipped(BadStep bad) {
        skipped.add(bad.step() + " " + bad.loss() + " " + bad.samples());
    }

    @Override
    public void stepPassedOver(long step) {
        skipped.add(step + " passed over");
    }

    @Override
    public void diverged(Diagnosis diagnosis) {
        diagnoses.add(diagnosis);
    }

    @Override
    public void rolledBack(long from, long to) {
        rollbacks.add(from + " to " + to);
    }

    /** Waits until the coordinator demands a batch: it is at a step boundary then. */
    void expectDemand() {
        broker.fishForMessage(
                Duration.ofSeconds(10),
                message -> message instanceof BatchBroker.DemandBatch
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());
    }

    /** Answers a demand by a batch of two images whose pixels are all the same. */
    @SuppressWarnings("MustBeClosedChecker") // moved to the coordinator
    void sendBatch(ActorRef<RunCoordinator.Command> coordinator, float pixel) {
        float[] pixels = new float[2 * 3 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = pixel * (i % 7);
        }
        ViewGeometry whole = new ViewGeometry(new CropBox(0, 0, 16, 16, 16, 16), false);
        byte[][] states = {{0, 1, 1, 1}, {1, 1, 0, 1}};
        coordinator.tell(new BatchBroker.BatchReady(
                new HostBatch(
                        stepsBegun++,
                        0,
                        TensorRef.of(pixels, 2, 3, 16, 16),
                        new int[] {3, 0},
                        new ViewGeometry[] {whole, whole},
                        states),
                0,
                0,
                0));
    }

    /** Answers a demand by a batch none of whose images could be used. */
    @SuppressWarnings("MustBeClosedChecker") // moved to the coordinator
    void sendEmptyBatch(ActorRef<RunCoordinator.Command> coordinator) {
        coordinator.tell(new BatchBroker.BatchReady(
                new HostBatch(
                        stepsBegun++, 0, TensorRef.zeros(2, 3, 16, 16), new int[0], new ViewGeometry[0], new byte[0][]),
                0,
                0,
                0));
    }

    /** Waits for a demand and plays one step of the fake worker. */
    void step(ActorRef<RunCoordinator.Command> coordinator) {
        expectDemand();
        compute(coordinator, 0.5);
        worker.expectMessageClass(DeviceWorker.UpdateSlice.class);
        lastUpdateSent = System.nanoTime();
        coordinator.tell(new RunCoordinator.SliceUpdated());
    }

    /** Sends a batch and plays the fake worker until its slice is reduced. */
    void compute(ActorRef<RunCoordinator.Command> coordinator, double loss) {
        sendBatch(coordinator, 1);
        computeShard(coordinator, loss);
        reduce(coordinator);
    }

    /** Plays the fake worker with a batch that was sent. */
    void computeShard(ActorRef<RunCoordinator.Command> coordinator, double loss) {
        awaitShard();
        answerShard(coordinator, loss);
    }

    /** Waits until the fake worker has a shard in hand. */
    void awaitShard() {
        worker.expectMessageClass(DeviceWorker.ComputeShard.class).close();
    }

    /** Lets the fake worker be done with its shard. */
    void answerShard(ActorRef<RunCoordinator.Command> coordinator, double loss) {
        coordinator.tell(new RunCoordinator.ShardComputed(0, new ShardResult(loss, 0, 0)));
    }

    /** Plays the fake worker's sum of gradients. */
    void reduce(ActorRef<RunCoordinator.Command> coordinator) {
        worker.expectMessageClass(DeviceWorker.ReduceSlice.class);
        coordinator.tell(new RunCoordinator.SliceReduced(0, 1));
    }

    /** Waits for the request of a checkpoint; the fake writer has it in hand then. */
    long expectCheckpoint() {
        return expectSnapshot().cursor().step();
    }

    /** Waits for the request of a checkpoint; the tensors of the snapshot are gone, but not where the run stood. */
    CheckpointSnapshot expectSnapshot() {
        CheckpointWriter.WriteCheckpoint request =
                checkpoints.expectMessageClass(CheckpointWriter.WriteCheckpoint.class);
        request.close();
        return request.snapshot();
    }

    /** Waits for the request to go back; returns the latest step whose checkpoint will do. */
    long expectRestore() {
        return checkpoints
                .expectMessageClass(CheckpointWriter.RestoreCheckpoint.class)
                .latest();
    }

    static SideWork.CheckpointWritten written(long step) {
        return new SideWork.CheckpointWritten(step, Path.of("checkpoint"), 1, 1);
    }

    float[] weights() {
        return state.weights().flat().toArray();
    }

    /** Waits for the end of the run. */
    RunOutcome outcome() {
        return outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
        if (!stateIsOwned) {
            state.close();
        }
    }
}
