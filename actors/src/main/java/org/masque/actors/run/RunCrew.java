package org.masque.actors.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.masque.actors.AttentionMapper;
import org.masque.actors.BatchBroker;
import org.masque.actors.CheckpointWriter;
import org.masque.actors.Crew;
import org.masque.actors.DeviceWorker;
import org.masque.actors.Evaluator;
import org.masque.actors.PicturePainter;
import org.masque.actors.RestartPolicy;
import org.masque.actors.RunActor;
import org.masque.actors.RunCoordinator;
import org.masque.actors.RunCursor;
import org.masque.actors.RunPlan;
import org.masque.actors.SideActor;
import org.masque.actors.SideTurns;
import org.masque.actors.SideWork.Kind;
import org.masque.actors.TrainingObserver;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.kernels.KernelsProvider;
import org.masque.model.maps.MapProviders;
import org.masque.model.objective.TrainingState;

/** Spawns the actors of a run below its coordinator, each on the thread that it needs. Owns nothing. */
final class RunCrew {
    private final TrainingRun.Start start;
    private final Recipe recipe;
    private final RunData data;
    private final RunMaps known;
    private final SideTurns turns;
    private final Training training;
    private final RunCheckpoints checkpoints;
    private final RunRewind rewind;

    /**
     * What the steps work on.
     *
     * @param plan of the whole run
     * @param state borrowed from the coordinator
     * @param cursor where the run stands at the start
     */
    record Training(RunPlan plan, TrainingState state, RunCursor cursor) {}

    RunCrew(
            TrainingRun.Start start,
            RunMaps known,
            SideTurns turns,
            Training training,
            RunCheckpoints checkpoints,
            RunRewind rewind) {
        this.start = start;
        this.recipe = start.recipe();
        this.data = start.data();
        this.known = known;
        this.turns = turns;
        this.training = training;
        this.checkpoints = checkpoints;
        this.rewind = rewind;
    }

    /** All of them; called by the coordinator in its setup. */
    Crew spawn(ActorContext<RunCoordinator.Command> context) {
        TrainingObserver observer = start.observer();
        return new Crew(
                context.spawn(
                        BatchBroker.create(
                                brokerSettings(),
                                () -> new TimedViews(data.trainingViews(), observer),
                                known.planner(training.plan(), recipe),
                                observer::actorRestarted),
                        RunActor.BROKER.label()),
                spawnWorkers(context),
                beside(Kind.REFRESH, AttentionMapper.Command.class, mapper(), context),
                beside(Kind.EVALUATION, Evaluator.Command.class, evaluator(), context),
                beside(
                        Kind.CHECKPOINT,
                        CheckpointWriter.Command.class,
                        CheckpointWriter.create(checkpoints, rewind),
                        context),
                beside(Kind.PICTURES, PicturePainter.DrawPictures.class, painter(), context));
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

    private BatchBroker.Settings brokerSettings() {
        long accumulation = recipe.optimizer().accumulation();
        return new BatchBroker.Settings(
                training.plan().schedule(),
                training.cursor().step() * accumulation,
                training.plan().totalSteps() * accumulation,
                recipe.data().readyBatches(),
                recipe.data().loaders(),
                1,
                RestartPolicy.USUAL);
    }

    private List<ActorRef<DeviceWorker.Command>> spawnWorkers(ActorContext<RunCoordinator.Command> context) {
        TrainingState state = training.state();
        DeviceWorker.Settings settings = new DeviceWorker.Settings(
                kernels(),
                RecipeParts.target(recipe),
                recipe.parallel().microBatch(),
                RecipeParts.stochasticDepth(recipe),
                start.observer()::microBatchComputed);
        List<ActorRef<DeviceWorker.Command>> workers = new ArrayList<>();
        for (int i = 0; i < state.workers(); i++) {
            workers.add(context.spawn(
                    DeviceWorker.create(i, state, settings, context.getSelf()), RunActor.WORKER.numbered(i), pinned()));
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

    private Behavior<Evaluator.Command> evaluator() {
        RunEvaluation evaluation = new RunEvaluation(recipe, data);
        UntrainedFigures untrained =
                new UntrainedFigures(evaluation, start.folder().checkpoints(), start.version());
        return Evaluator.create(new Evaluator.Settings(
                kernels(), evaluation::protocol, recipe.evaluation().untrained() ? untrained : null, turns));
    }

    private Behavior<PicturePainter.DrawPictures> painter() {
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
}
