package org.masque.ops.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunOutcome;
import org.masque.actors.TrainingObserver;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunData;
import org.masque.actors.run.RunFolder;
import org.masque.actors.run.RunWarmUp;
import org.masque.actors.run.TrainingRun;
import org.masque.config.EffectiveRecipe;
import org.masque.config.LoadedRecipe;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.config.RunLength;
import org.masque.model.checkpoint.DiskSpace;
import org.masque.model.checkpoint.Preflight;
import org.masque.model.checkpoint.RunLock;
import org.masque.model.objective.KernelWarmUp;
import org.masque.model.tensor.NativeMemoryException;
import org.masque.model.tensor.TensorLedger;
import org.masque.model.vit.ParameterLayout;
import org.masque.ops.BuildInfo;
import org.masque.ops.ExitCode;
import org.masque.ops.files.WholeFile;
import org.masque.ops.health.Heartbeat;
import org.masque.ops.health.RunHealth;
import org.masque.ops.health.RunState;
import org.masque.ops.logging.RunInHand;
import org.masque.ops.metrics.RunMetrics;
import org.masque.ops.tensorboard.TensorBoardEvents;
import org.masque.ops.trace.StepTrace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a recipe in the foreground: lock, checks, files, metrics, signals, training, results. */
public final class RunSession {
    private static final Logger LOG = LoggerFactory.getLogger(RunSession.class);
    private static final Duration ACTORS_BOUND = Duration.ofSeconds(30);
    private static final Duration PROGRESS_BOUND = Duration.ofMinutes(10);

    private final Recipe recipe;
    private final List<String> remarks;
    private final ResumePolicy resumePolicy;
    private final PrintWriter out;
    private final Stage stage;
    private final RunFolder folder;
    private final Clock clock;
    private final UnsavedSteps unsaved = new UnsavedSteps();

    /**
     * A session of one recipe.
     *
     * @param resumePolicy what a run that goes on may change
     * @param out for a person
     */
    public RunSession(Recipe recipe, ResumePolicy resumePolicy, PrintWriter out) {
        this(recipe, List.of(), resumePolicy, out, Stage.of(recipe));
    }

    /**
     * A session of a recipe that was read to train by; its effective recipe says what the reader changed.
     *
     * @throws org.masque.config.ConfigException if something in it would never begin
     */
    public RunSession(LoadedRecipe loaded, ResumePolicy resumePolicy, PrintWriter out) {
        this(loaded.toTrain(), loaded.remarks(), resumePolicy, out, Stage.of(loaded.toTrain()));
    }

    /**
     * What of a run a session is.
     *
     * @param heading said before the run is described; empty where the run is all there is
     * @param lengthKey what to set for a longer run
     */
    record Stage(String heading, String lengthKey) {
        private static Stage of(Recipe recipe) {
            boolean last = recipe.masking().strategy() == MaskingKind.PARTS;
            return new Stage(last ? "Stage 3 of 3: SemMAE, masks by parts" : "", "run.epochs");
        }
    }

    /** A session of one recipe, which may be a stage of another. */
    RunSession(Recipe recipe, ResumePolicy resumePolicy, PrintWriter out, Stage stage) {
        this(recipe, List.of(), resumePolicy, out, stage);
    }

    private RunSession(Recipe recipe, List<String> remarks, ResumePolicy resumePolicy, PrintWriter out, Stage stage) {
        this.recipe = recipe;
        this.remarks = remarks;
        this.resumePolicy = resumePolicy;
        this.out = out;
        this.stage = stage;
        this.folder = RunFolder.of(recipe.run().folder(), recipe.run().name());
        this.clock = Clock.systemUTC();
    }

    /**
     * Trains to the end, or until a signal asks for a stop; a run that is finished is left as it is.
     *
     * @throws IOException if the folder, the data or a checkpoint cannot be read or written
     */
    public ExitCode run() throws IOException {
        Preflight.requireWritable(folder.path());
        RunInHand inHand = RunInHand.begin(recipe.run().name());
        try (RunLock lock = RunLock.acquire(folder.path())) {
            LOG.debug("holding {}", lock);
            resumePolicy.check(folder, recipe);
            // With changes allowed the images may be others, which only opening them would tell.
            Optional<FinishedRun> finished =
                    resumePolicy == ResumePolicy.STRICT ? FinishedRun.find(folder, recipe) : Optional.empty();
            if (finished.isPresent()) {
                out.print(finished.get().text(stage.lengthKey()));
                out.flush();
                return ExitCode.OK;
            }
            if (recipe.masking().strategy() == MaskingKind.PARTS) {
                AvailableKernels.require(recipe.parallel().kernels());
                ExitCode earlier = new PartStages(recipe, resumePolicy, out).run();
                if (earlier != ExitCode.OK) {
                    return earlier;
                }
            }
            return runLocked(inHand);
        } catch (NativeMemoryException tooLittle) {
            out.println(memoryUse());
            throw tooLittle;
        } finally {
            inHand.end();
        }
    }

    /** Health of a run that begins, with the bounds of all runs. */
    static RunHealth health() {
        return new RunHealth(new Heartbeat(ACTORS_BOUND), new Heartbeat(PROGRESS_BOUND));
    }

    private String memoryUse() {
        return "This run: optimizer.batchSize = " + recipe.optimizer().batchSize() + ", data.readyBatches = "
                + recipe.data().readyBatches() + ", parallel.workers = "
                + recipe.parallel().workers() + ", a network of "
                + new ParameterLayout(RecipeParts.shape(recipe)).trained() + " weights on views of "
                + recipe.data().imageHeight() + " x " + recipe.data().imageWidth() + " pixels";
    }

    // What takes long to open is opened side by side. What goes wrong is told in the order of the lines.
    private ExitCode runLocked(RunInHand inHand) throws IOException {
        RunMetrics metrics = RunMetrics.create(BuildInfo.load(), EffectiveRecipe.hash(recipe), clock);
        RunHealth health = health();
        metrics.process().watchProgress(health.progress()::silence);
        ForegroundRun foreground = new ForegroundRun(recipe.run().name(), folder.path(), health, clock);
        try (Opening<RunData> images = Opening.begin("data", () -> RunData.open(recipe));
                Opening<RunServer> serving = serve(metrics, health, foreground)) {
            String kernels = AvailableKernels.require(recipe.parallel().kernels());
            try (KernelWarmUp warmUp = RunWarmUp.begin(recipe)) {
                RunData data = images.take();
                resumePolicy.checkData(folder, data.train());
                MemoryPreflight.here(TensorLedger.limit()).require(recipe, LOG::warn);
                Preflight.requireSpace(
                        folder.path(),
                        DiskNeed.bytes(recipe, folder, data.train().size()));
                try (RunServer server = serving == null ? null : serving.take()) {
                    LOG.debug("serving: {}", server);
                    announce(data, kernels);
                    warnOfLength(data);
                    return runWatched(inHand, data, new Watch(metrics, health, foreground), warmUp);
                }
            }
        }
    }

    private record Watch(RunMetrics metrics, RunHealth health, ForegroundRun foreground) {}

    private ExitCode runWatched(RunInHand inHand, RunData data, Watch watch, @Nullable KernelWarmUp warmUp)
            throws IOException {
        Results results = new Results();
        MetricsObserver observer = new MetricsObserver(watch.metrics(), watch.health(), data.skipped());
        ActorsObserver actors = new ActorsObserver(recipe, clock, System::nanoTime);
        try (RunLog log = RunLog.append(folder.log(), data.skipped(), clock);
                StepTrace trace =
                        StepTrace.of(folder.trace(), recipe.telemetry().traceSteps());
                TensorBoardEvents events = tensorBoard();
                ActorsFile actorsFile = ActorsFile.writing(folder.actors(), actors::snapshot)) {
            LOG.debug("writing {}", actorsFile);
            watch.metrics().process().watchDroppedLogLines(log::dropped);
            List<TrainingObserver> heard = new ArrayList<>(List.of(
                    new StepOfLines(inHand),
                    log,
                    observer,
                    results,
                    actors,
                    new ProgressObserver(),
                    new DiagnosticBundle(recipe, folder),
                    new LoaderAdvice(recipe.data().loaders(), LOG::warn),
                    unsaved,
                    trace));
            if (events != null) {
                heard.add(events);
            }
            FullHeap.configured().ifPresent(heard::add);
            Observers observers = new Observers(heard);
            RunOutcome outcome = train(
                    new TrainingRun.Start(recipe, folder, data, BuildInfo.load().version(), observers),
                    observer,
                    watch,
                    warmUp);
            if (warmUp != null) {
                // A run may be stopped while it still is at work, and its memory would look left behind.
                warmUp.close();
            }
            return report(outcome, results);
        }
    }

    // The address is told by the thread that opens it, as soon as it answers, and so before anything slow is done.
    @SuppressWarnings("MustBeClosedChecker") // moved out, through the opening
    private @Nullable Opening<RunServer> serve(RunMetrics metrics, RunHealth health, ForegroundRun run) {
        if (!recipe.http().enabled()) {
            greet(out, null, folder);
            return null;
        }
        return Opening.begin("http", () -> {
            RunServer server = RunServer.start(recipe.http(), folder.path(), metrics, health, run, clock);
            greet(out, server.url(), folder);
            return server;
        });
    }

    /**
     * Prints the first lines of a run.
     *
     * @param url where its page answers; null where it has none
     */
    static void greet(PrintWriter out, @Nullable String url, RunFolder folder) {
        String page = url == null ? "none, since http.enabled = false" : url + "/";
        out.println("Page: " + page + System.lineSeparator() + "Folder: "
                + folder.path().toAbsolutePath().normalize());
        out.flush();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private @Nullable TensorBoardEvents tensorBoard() throws IOException {
        return recipe.telemetry().tensorBoard() ? TensorBoardEvents.in(folder.tensorBoard(), clock) : null;
    }

    private void announce(RunData data, String kernels) {
        if (!stage.heading().isEmpty()) {
            out.println(stage.heading());
        }
        out.println("Run " + recipe.run().name() + ": " + data.train().size() + " images, "
                + new ParameterLayout(RecipeParts.shape(recipe)).trained() + " weights, "
                + recipe.run().epochs() + " epochs");
        out.println("Kernels: " + kernels);
        remarks.forEach(out::println);
        out.flush();
    }

    private void warnOfLength(RunData data) {
        long stepsPerEpoch = data.train().size() / recipe.optimizer().imagesPerStep();
        RunLength.notes(recipe, stepsPerEpoch).forEach(LOG::warn);
    }

    private RunOutcome train(
            TrainingRun.Start start, MetricsObserver observer, Watch watch, @Nullable KernelWarmUp warmUp)
            throws IOException {
        try (TrainingRun run = TrainingRun.start(start);
                StopSignals signals = StopSignals.listen(() -> stop(run, observer))) {
            LOG.debug("listening: {}", signals);
            watch.metrics().process().watchReclaimedMessages(run::reclaimed);
            watch.metrics().process().generationBegan(run.generation());
            watch.metrics().process().watchMailboxes(run.mailboxes()::waitingFor);
            watch.foreground().began(run, () -> stop(run, observer));
            if (warmUp != null) {
                warmUp.stop();
            }
            // Only now is it this recipe that the folder's run goes on with.
            WholeFile.write(folder.effectiveRecipe(), EffectiveRecipe.render(recipe, remarks));
            Provenance.write(folder.provenance(), recipe, start.data(), clock);
            return run.await();
        }
    }

    private void stop(TrainingRun run, MetricsObserver observer) {
        LOG.warn("{}", unsaved.text());
        observer.moveTo(RunState.STOPPING);
        run.requestStop();
    }

    private ExitCode report(RunOutcome outcome, Results results) {
        out.print(results.summary());
        Path path = folder.path();
        switch (outcome.end()) {
            case FINISHED -> out.println("Done. Pictures, log, checkpoints and results are in " + path);
            case SUPERSEDED ->
                out.println("The run ended here: " + outcome.message()
                        + ". A start of this one goes on from the last checkpoint once that process has ended.");
            case STOPPED ->
                out.println("Stopped after " + outcome.steps() + " steps, all saved. The same command goes on.");
            default -> {
                out.println("The run ended: " + outcome.message());
                if (outcome.message().contains("native memory")) {
                    out.println(memoryUse());
                }
            }
        }
        out.flush();
        if (TensorLedger.live() != 0) {
            LOG.error("tensors left behind: {}", TensorLedger.origins());
        }
        boolean written = wrote(results, outcome);
        return switch (outcome.end()) {
            case FINISHED -> written ? ExitCode.OK : ExitCode.IO;
            case STOPPED, ABANDONED -> ExitCode.TERMINATED;
            case BAD_DATA, DIVERGED -> ExitCode.BAD_DATA;
            case CANNOT_WRITE -> ExitCode.IO;
            case SUPERSEDED, FAILED -> ExitCode.RESTART;
        };
    }

    private boolean wrote(Results results, RunOutcome outcome) {
        if (outcome.end() == RunOutcome.End.SUPERSEDED) {
            return false; // they are the other process's by now
        }
        try {
            results.write(folder.results(), recipe, outcome);
            return true;
        } catch (IOException failure) {
            LOG.error("{} could not be written, {}", folder.results(), DiskSpace.freeText(folder.path()), failure);
            return false;
        }
    }
}
