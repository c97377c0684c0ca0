package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.masque.actors.AttentionMapper;
import org.masque.actors.BatchBroker;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.Crew;
import org.masque.actors.DeviceWorker;
import org.masque.actors.Evaluator;
import org.masque.actors.PicturePainter;
import org.masque.actors.RestartPolicy;
import org.masque.actors.RunCoordinator;
import org.masque.actors.RunCursor;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunPlan;
import org.masque.actors.RunSetup;
import org.masque.actors.RunSteering;
import org.masque.actors.RunSteering.Answer;
import org.masque.actors.SideActor;
import org.masque.actors.SideTurns;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.TrainingObserver;
import org.masque.config.Recipe;
import org.masque.config.RefreshKind;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Manifest;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.maps.MapProviders;
import org.masque.model.objective.TrainingState;
import org.masque.model.vit.Weights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a recipe: resumes from the newest valid checkpoint, or begins.
 *
 * <p>Whoever starts it awaits its outcome and closes it. It takes no lock and checks no disk: that is done before.
 */
public final class TrainingRun implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);
    private static final long LONGEST_END_SECONDS = 10;
    private static final Duration LONGEST_STEERING = Duration.ofHours(1);

    private final Recipe recipe;
    private final RunData data;
    private final RunMaps known;
    private final ActorSystem<RunGuardian.Command> system;
    private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
    private final AtomicLong reclaimed = new AtomicLong();
    private final SideTurns turns;
    private boolean leftBehind;

    /**
     * Where a run gets its things from.
     *
     * @param recipe what to do
     * @param folder where to leave it, exists
     * @param data owned by the run from now on
     * @param version of Masque, for the manifests
     * @param observer hears everything
     */
    public record Start(Recipe recipe, RunFolder folder, RunData data, String version, TrainingObserver observer) {}

    @SuppressWarnings("MustBeClosedChecker") // fields that close() closes; the state moves to the coordinator
    private TrainingRun(Start start) throws IOException {
        recipe = start.recipe();
        data = start.data();
        CheckpointStore store = new CheckpointStore(start.folder().path(), start.version());
        Optional<Checkpoint> newest = newest(store, start);
        // Before anything else is opened: weights that do not fit are a mistake of the user.
        Weights first = newest.isPresent() ? RunEvaluation.untrained(recipe) : FirstWeights.of(recipe, start.version());
        known = openMaps(start, first);
        turns = turns();
        RunCheckpoints checkpoints =
                RunCheckpoints.of(recipe, store, data.train().size(), known.maps());
        TrainingState state = freshState(first);
        RunCursor cursor = resume(newest, checkpoints, state);
        RunPlan plan = RecipeParts.plan(recipe, data.train().size(), data.canEvaluate());
        RunSetup setup = new RunSetup(plan, state, cursor, start.observer(), data.train()::name, outcome);
        RunRewind rewind = new RunRewind(store, checkpoints, recipe, start.version());
        CrewParts parts = new CrewParts(start, plan, state, cursor, checkpoints, rewind);
        system = ActorSystem.create(
                RunGuardian.create(setup, context -> spawn(context, parts), reclaimed), "masque", configuration());
    }

    private record CrewParts(
            Start start,
            RunPlan plan,
            TrainingState state,
            RunCursor cursor,
            RunCheckpoints checkpoints,
            RunRewind rewind) {}

    /**
     * Starts a run.
     *
     * @throws IOException if checkpoints, weights or maps cannot be read; the data are closed then
     */
    @MustBeClosed
    public static TrainingRun start(Start start) throws IOException {
        try {
            return new TrainingRun(start);
        } catch (IOException | RuntimeException failure) {
            closeAfter(failure, start.data());
            throw failure;
        }
    }

    private static void closeAfter(Exception failure, RunData data) {
        try {
            data.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private static RunMaps openMaps(Start start, Weights first) throws IOException {
        try {
            return RunMaps.open(
                    start.recipe(), start.folder(), start.data().train().size());
        } catch (IOException | RuntimeException failure) {
            first.close();
            throw failure;
        }
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved to the coordinator
    private TrainingState freshState(Weights weights) {
        return new TrainingState(
                weights,
                (float) recipe.optimizer().weightDecay(),
                workers(),
                RecipeParts.teacher(recipe).orElse(null));
    }

    private int workers() {
        int asked = recipe.parallel().workers();
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    // At a barrier the workers wait for the maps, and leave their cores.
    private SideTurns turns() {
        return recipe.masking().refresh() == RefreshKind.BARRIER
                ? SideTurns.unlimited()
                : SideTurns.beside(Runtime.getRuntime().availableProcessors(), workers());
    }

    private static Optional<Checkpoint> newest(CheckpointStore store, Start start) throws IOException {
        store.cleanStale();
        Optional<Checkpoint> newest = store.newestValid();
        if (newest.isPresent()) {
            Manifest manifest = newest.get().manifest();
            start.observer().checkpointFound(manifest.step(), manifest.created(), store.corruptCount());
        }
        if (newest.isEmpty() || RunCheckpoints.mapsEpoch(newest.get().manifest()) < 0) {
            // Maps that a run left which is not continued, or continued from before it had any.
            Files.deleteIfExists(start.folder().maps());
        }
        return newest;
    }

    private static RunCursor resume(Optional<Checkpoint> newest, RunCheckpoints checkpoints, TrainingState state)
            throws IOException {
        if (newest.isEmpty()) {
            return RunCursor.START;
        }
        try (Checkpoint checkpoint = newest.get()) {
            return checkpoints.restore(checkpoint, state);
        }
    }

    // --- the actors

    private Crew spawn(ActorContext<RunCoordinator.Command> context, CrewParts parts) {
        TrainingObserver observer = parts.start().observer();
        return new Crew(
                context.spawn(
                        BatchBroker.create(
                                brokerSettings(parts),
                                () -> new TimedViews(data.trainingViews(), observer),
                                known.planner(parts.plan(), recipe),
                                observer::actorRestarted),
                        "broker"),
                spawnWorkers(context, parts.state()),
                beside(Kind.REFRESH, AttentionMapper.Command.class, mapper(), context),
                beside(Kind.EVALUATION, Evaluator.Command.class, evaluator(), context),
                beside(
                        Kind.CHECKPOINT,
                        CheckpointWriter.Command.class,
                        CheckpointWriter.create(parts.checkpoints(), parts.rewind()),
                        context),
                beside(Kind.PICTURES, PicturePainter.DrawPictures.class, painter(parts.start()), context));
    }

    // An actor beside training, started again when it fails.
    private static <T> ActorRef<T> beside(
            Kind kind, Class<T> messages, Behavior<T> behavior, ActorContext<RunCoordinator.Command> context) {
        DispatcherSelector thread = kind == Kind.CHECKPOINT ? DispatcherSelector.blocking() : pinned();
        return context.spawn(
                SideActor.supervised(kind, messages, context.getSelf(), RestartPolicy.USUAL, behavior),
                kind.actor().label(),
                thread);
    }

    private BatchBroker.Settings brokerSettings(CrewParts parts) {
        long accumulation = recipe.optimizer().accumulation();
        return new BatchBroker.Settings(
                parts.plan().schedule(),
                parts.cursor().step() * accumulation,
                parts.plan().totalSteps() * accumulation,
                recipe.data().readyBatches(),
                recipe.data().loaders(),
                1,
                RestartPolicy.USUAL);
    }

    private List<ActorRef<DeviceWorker.Command>> spawnWorkers(
            ActorContext<RunCoordinator.Command> context, TrainingState state) {
        DeviceWorker.Settings settings = new DeviceWorker.Settings(
                kernels(),
                RecipeParts.target(recipe),
                recipe.parallel().microBatch(),
                RecipeParts.stochasticDepth(recipe));
        List<ActorRef<DeviceWorker.Command>> workers = new ArrayList<>();
        for (int i = 0; i < state.workers(); i++) {
            workers.add(
                    context.spawn(DeviceWorker.create(i, state, settings, context.getSelf()), "worker-" + i, pinned()));
        }
        return workers;
    }

    private Supplier<Kernels> kernels() {
        String choice = recipe.parallel().kernels().name().toLowerCase(Locale.ROOT);
        return () -> KernelsProvider.open(choice);
    }

    private Behavior<AttentionMapper.Command> mapper() {
        return AttentionMapper.create(new AttentionMapper.Settings(
                MapProviders.of(recipe.masking()),
                kernels(),
                data::wholeImages,
                known.maps(),
                data.train().size(),
                turns));
    }

    @SuppressWarnings("MustBeClosedChecker") // the evaluator owns what the supplier makes
    private Behavior<Evaluator.Command> evaluator() {
        Supplier<Weights> untrained = recipe.evaluation().untrained() ? () -> RunEvaluation.untrained(recipe) : null;
        return Evaluator.create(
                new Evaluator.Settings(kernels(), new RunEvaluation(recipe, data)::protocol, untrained, turns));
    }

    private Behavior<PicturePainter.DrawPictures> painter(Start start) {
        return PicturePainter.create(
                new PictureSheets(
                                recipe,
                                data,
                                start.folder().pictures(),
                                recipe.pictures().images(),
                                known.parts())
                        .withFrames(),
                kernels());
    }

    private static DispatcherSelector pinned() {
        return DispatcherSelector.fromConfig("masque.pinned-dispatcher");
    }

    private Config configuration() {
        return ConfigFactory.parseString("masque.loader-dispatcher.thread-pool-executor.fixed-pool-size = "
                        + recipe.data().loaders())
                .withFallback(ConfigFactory.load("masque-actors"));
    }

    // --- from outside

    /** Asks for a stop at the next step boundary, with a checkpoint; the outcome tells when. */
    public void requestStop() {
        system.tell(new RunGuardian.StopRun());
    }

    /** Holds the run after the step in hand; answered then. */
    public CompletionStage<Answer> pause() {
        return steer(RunSteering.PauseRun::new);
    }

    /** Goes on after a pause. */
    public CompletionStage<Answer> resume() {
        return steer(RunSteering.ResumeRun::new);
    }

    /** Writes a checkpoint; answered when it is on disk. */
    public CompletionStage<Answer> orderCheckpoint() {
        return steer(RunSteering.OrderCheckpoint::new);
    }

    /** Ends the run at once, without a checkpoint. */
    public CompletionStage<Answer> abandon() {
        return steer(RunSteering.AbandonRun::new);
    }

    private CompletionStage<Answer> steer(Function<ActorRef<Answer>, RunSteering.Request> request) {
        CompletionStage<Answer> answer = AskPattern.ask(
                system, replyTo -> new RunGuardian.Steer(request.apply(replyTo)), LONGEST_STEERING, system.scheduler());
        return answer.exceptionally(TrainingRun::unanswered);
    }

    // After the end nobody answers; before it, the coordinator does.
    private static Answer unanswered(Throwable failure) {
        return new RunSteering.Refused("the run did not answer: " + failure.getMessage());
    }

    /** Completed when the run is over, before its memory is freed. */
    public CompletionStage<RunOutcome> outcome() {
        return outcome.minimalCompletionStage();
    }

    /**
     * Waits until the run is over and everything it held is freed; for an actor in a long piece of work, some seconds.
     */
    public RunOutcome await() {
        RunOutcome ended = outcome.join();
        awaitActors();
        return ended;
    }

    // An actor in the middle of a long piece of work hears a stop after it; nothing depends on that work any more.
    private boolean awaitActors() {
        try {
            system.getWhenTerminated().toCompletableFuture().get(LONGEST_END_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillAtWork) {
            LOG.warn(
                    "an actor is still at work {} s after the end of the run, and is left behind", LONGEST_END_SECONDS);
            leftBehind = true;
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the actor system failed at its end", failure);
        }
    }

    /** Owned messages that reached nobody, so far. */
    public long reclaimed() {
        return reclaimed.get();
    }

    /** Stops what still runs, and closes images and maps, unless an actor that cannot be stopped still reads them. */
    @Override
    public void close() throws IOException {
        system.terminate();
        if (leftBehind || !awaitActors()) {
            return;
        }
        data.close();
        known.close();
    }
}
