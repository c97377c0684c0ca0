package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.masque.actors.RunCursor;
import org.masque.actors.RunOutcome;
import org.masque.actors.RunPlan;
import org.masque.actors.RunSetup;
import org.masque.actors.RunSteering;
import org.masque.actors.RunSteering.Answer;
import org.masque.actors.SideTurns;
import org.masque.actors.TrainingObserver;
import org.masque.actors.mailbox.MailboxDepths;
import org.masque.config.Recipe;
import org.masque.config.RefreshKind;
import org.masque.model.checkpoint.Checkpoint;
import org.masque.model.checkpoint.CheckpointStore;
import org.masque.model.checkpoint.Manifest;
import org.masque.model.checkpoint.RunGeneration;
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
    private final RunGeneration generation;
    private final RunMaps known;
    private final ActorSystem<RunGuardian.Command> system;
    private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();
    private final AtomicLong reclaimed = new AtomicLong();
    private final MailboxDepths mailboxes = new MailboxDepths();
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
        generation = RunGeneration.begin(start.folder().path());
        CheckpointStore store = new CheckpointStore(start.folder().path(), start.version(), generation);
        Optional<Checkpoint> newest = newest(store, start);
        // Before anything else is opened: weights that do not fit are a mistake of the user.
        Weights first = newest.isPresent()
                ? RunEvaluation.untrained(recipe)
                : FirstWeights.of(recipe, start.version(), (file, notes) -> {
                    FirstWeights.log(file, notes);
                    start.observer().weightsRead(file, notes);
                });
        known = openMaps(start, first);
        turns = turns();
        RunCheckpoints checkpoints =
                RunCheckpoints.of(recipe, store, data.train().size(), known.maps());
        TrainingState state = freshState(recipe, first);
        RunCursor cursor = resume(newest, checkpoints, state);
        RunPlan plan = RecipeParts.plan(recipe, data.train().size(), data.canEvaluate());
        RunSetup setup = new RunSetup(plan, state, cursor, start.observer(), data.train()::name, outcome);
        RunRewind rewind = new RunRewind(store, checkpoints, recipe, start.version());
        RunCrew crew = new RunCrew(start, known, turns, new RunCrew.Training(plan, state, cursor), checkpoints, rewind);
        system = ActorSystem.create(
                RunGuardian.create(setup, crew::spawn, reclaimed),
                "masque",
                ActorSystemSetup.create(BootstrapSetup.create(configuration()), mailboxes));
    }

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
    static TrainingState freshState(Recipe recipe, Weights weights) {
        return new TrainingState(
                weights,
                (float) recipe.optimizer().weightDecay(),
                workers(recipe),
                RecipeParts.teacher(recipe).orElse(null));
    }

    private static int workers(Recipe recipe) {
        int asked = recipe.parallel().workers();
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }

    // At a barrier the workers wait for the maps, and leave their cores.
    private SideTurns turns() {
        return recipe.masking().refresh() == RefreshKind.BARRIER
                ? SideTurns.unlimited()
                : SideTurns.beside(Runtime.getRuntime().availableProcessors(), workers(recipe));
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

    /** How often the run was begun, this time included. */
    public long generation() {
        return generation.number();
    }

    /** How many messages wait for the actors of each kind. */
    public MailboxDepths mailboxes() {
        return mailboxes;
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
