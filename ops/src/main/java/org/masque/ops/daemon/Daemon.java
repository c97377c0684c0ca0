package org.masque.ops.daemon;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.masque.config.Recipe;
import org.masque.ops.BuildInfo;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.Runs;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.control.Submission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes runs, queues them, runs each in a process of its own, and sees to those that end.
 *
 * <p>One thread, the loop, owns everything and turns twice a second; all others see a list that it publishes. Nothing
 * is kept in memory only: a daemon that is killed leaves its runs to the next one, with their processes.
 */
final class Daemon implements Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long RHYTHM_MILLIS = 500;
    private static final Map<String, RunStatus> STATES = Map.of(
            "starting", RunStatus.STARTING,
            "finding_parts", RunStatus.RUNNING,
            "training", RunStatus.RUNNING,
            "paused", RunStatus.PAUSED,
            "stopping", RunStatus.STOPPING,
            "stopped", RunStatus.STOPPING,
            "failed", RunStatus.STOPPING);

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "masque-daemon");
        thread.setDaemon(true);
        return thread;
    });
    private final DaemonSettings settings;
    private final DaemonMetrics metrics;
    private final DaemonHealth health = new DaemonHealth();
    private final Recipes recipes;
    private final RunQueue queue;
    private final Inbox inbox;
    private final FormerRuns former;
    private final ChildClient children;
    private volatile List<KnownRun> view = List.of();
    private volatile boolean ending;

    /**
     * A daemon over a home that it alone uses.
     *
     * @param token of the runs' processes
     */
    Daemon(DaemonSettings settings, String token, Clock clock) {
        this.settings = settings;
        this.metrics = new DaemonMetrics(BuildInfo.load(), settings.slots());
        this.recipes = new Recipes(settings.home());
        this.queue = new RunQueue(settings, metrics);
        this.inbox = new Inbox(settings.home().inbox(), clock);
        this.former = new FormerRuns(settings.home().runs(), System::nanoTime);
        this.children = new ChildClient(token);
    }

    /** Takes over what an earlier daemon left; before anybody can ask. */
    void load() throws IOException {
        queue.load();
        publish();
    }

    /** Begins to turn. */
    @SuppressWarnings("FutureReturnValueIgnored") // turn() ends by no exception
    void start() {
        loop.scheduleWithFixedDelay(this::turn, 0, RHYTHM_MILLIS, TimeUnit.MILLISECONDS);
    }

    DaemonMetrics metrics() {
        return metrics;
    }

    DaemonHealth health() {
        return health;
    }

    // --- the loop

    private void turn() {
        boolean well = true;
        if (!ending) {
            well = wentWell(() -> inbox.empty(this::take));
            well &= wentWell(queue::advance);
            well &= wentWell(() -> queue.all().forEach(this::askState));
        }
        well &= wentWell(this::publish);
        health.turned(ending ? "stopping" : well ? "" : "home_failed");
    }

    // What is thrown out of a turn would be the last of them.
    private boolean wentWell(Troubles.Attempt part) {
        try {
            part.run();
            return true;
        } catch (Throwable failure) {
            // A full disk, most likely: whatever was not written down was not done, and is tried again.
            LOG.error(
                    "{} cannot be read or written; trying again",
                    settings.home().path(),
                    failure);
            return false;
        }
    }

    private void publish() {
        List<KnownRun> known = new ArrayList<>();
        queue.all().forEach(run -> known.add(0, run.view()));
        known.addAll(former.beside(queue::find));
        view = List.copyOf(known);
        metrics.count(view);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what cannot be asked is asked again
    private void askState(ManagedRun run) {
        stateAsked(run);
    }

    /** Ends when the run's process has said what it is doing, or could not be asked. */
    private CompletionStage<Void> stateAsked(ManagedRun run) {
        Child child = run.child();
        Optional<ServedAddress> address = Optional.empty();
        try {
            address = child == null ? Optional.empty() : child.served().map(Child.Served::address);
        } catch (IOException unreadable) {
            LOG.debug("{} has no address yet", run.name(), unreadable);
        }
        if (address.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        long question = run.nextQuestion();
        return children.state(address.get())
                .thenAcceptAsync(state -> hear(run, child, question, state), loop)
                .exceptionally(silent -> null);
    }

    private static void hear(ManagedRun run, @Nullable Child child, long question, String state) {
        RunStatus status = STATES.get(state);
        if (status != null && run.child() == child) {
            run.says(question, status);
        }
    }

    // --- what is asked

    @Override
    public List<KnownRun> all() {
        return view;
    }

    @Override
    public CompletionStage<String> submit(Submission submission) {
        return CompletableFuture.supplyAsync(() -> take(submission), loop);
    }

    private String take(Submission submission) {
        requireOpen();
        Recipe recipe = recipes.check(submission);
        String name = recipe.run().name();
        Optional<ManagedRun> known = queue.find(name);
        if (known.isPresent()) {
            throw new RefusedException(
                    Reason.NOT_NOW,
                    name + " is " + known.get().view().status().label()
                            + " already; resume it, or choose another run.name");
        }
        try {
            recipes.freeze(recipe);
            queue.enqueue(name);
        } catch (IOException full) {
            throw new RefusedException(Reason.NOT_NOW, "cannot write down the run: " + full);
        }
        publish();
        return name + " is queued";
    }

    private void requireOpen() {
        if (ending) {
            throw new RefusedException(Reason.NOT_NOW, "the daemon is stopping");
        }
    }

    @Override
    public CompletionStage<String> perform(String name, RunAction action) {
        return CompletableFuture.supplyAsync(() -> begin(name, action), loop).thenCompose(answer -> answer);
    }

    private CompletionStage<String> begin(String name, RunAction action) {
        requireOpen();
        ManagedRun run = managed(name);
        try {
            boolean lives = run.child() != null;
            return switch (action) {
                case STOP -> stop(run);
                case ABANDON -> lives ? abandon(run) : stop(run);
                case RESUME -> lives ? operate(run, "resume") : requeue(run);
                case PAUSE, CHECKPOINT -> operate(run, action.label());
            };
        } catch (IOException full) {
            throw new RefusedException(Reason.NOT_NOW, "cannot write it down: " + full);
        } finally {
            publish();
        }
    }

    private ManagedRun managed(String name) {
        return queue.find(name)
                .orElseThrow(() -> new RefusedException(
                        Reason.UNKNOWN, "the daemon has no run " + name + " to steer; submit its recipe"));
    }

    private CompletionStage<String> stop(ManagedRun run) throws IOException {
        Child child = run.child();
        if (child == null) {
            boolean waits =
                    run.record().status() == RunStatus.QUEUED || run.record().active();
            if (!waits) {
                throw new RefusedException(
                        Reason.NOT_NOW,
                        run.name() + " is " + run.record().status().label());
            }
            queue.save(run, run.record().with(RunStatus.STOPPED, ""));
            run.releaseSlot();
            return CompletableFuture.completedStage("taken out of the queue");
        }
        queue.save(run, run.record().goingOn(false));
        CompletableFuture<String> ended = new CompletableFuture<>();
        run.whenStopped(ended);
        if (!run.stopping()) {
            run.stops();
            child.terminate();
        }
        return ended;
    }

    private CompletionStage<String> abandon(ManagedRun run) throws IOException {
        queue.save(run, run.record().goingOn(false));
        Child child = run.child();
        CompletableFuture<String> ended = new CompletableFuture<>();
        run.whenStopped(ended);
        run.stops();
        if (child != null) {
            child.kill();
        }
        return ended;
    }

    private CompletionStage<String> requeue(ManagedRun run) throws IOException {
        RunStatus status = run.record().status();
        if (status == RunStatus.QUEUED || run.record().active()) {
            return CompletableFuture.completedStage(run.name() + " is queued");
        }
        RunRecord fresh = RunRecord.queued(run.name(), run.record().order());
        queue.save(run, fresh);
        return CompletableFuture.completedStage(run.name() + " is queued again");
    }

    private CompletionStage<String> operate(ManagedRun run, String path) {
        Child child = run.child();
        Optional<Child.Served> served = Optional.empty();
        try {
            served = child == null ? Optional.empty() : child.served();
        } catch (IOException unreadable) {
            LOG.warn("the address of {} cannot be read", run.name(), unreadable);
        }
        if (served.isEmpty()) {
            throw new RefusedException(
                    Reason.NOT_NOW,
                    run.name() + " is " + run.view().status().label() + ": it has no process that could be asked");
        }
        return children.operate(
                        served.get().address(), "/api/runs/" + served.get().run() + "/" + path)
                .thenComposeAsync(answer -> toldAsItIs(run, answer), loop);
    }

    // Whoever asks how the run stands, once its pause is said to be done, hears that it is paused.
    private CompletionStage<String> toldAsItIs(ManagedRun run, String answer) {
        return stateAsked(run)
                .thenApplyAsync(
                        heard -> {
                            publish();
                            return answer;
                        },
                        loop);
    }

    @Override
    public CompletionStage<String> setLogLevel(String name, LogLevel level) {
        return asked(name, "log-level?level=" + level.label());
    }

    @Override
    public CompletionStage<String> profile(String name, Duration duration) {
        return asked(name, "profile?seconds=" + duration.toSeconds());
    }

    private CompletionStage<String> asked(String name, String path) {
        return CompletableFuture.supplyAsync(() -> operate(managed(name), path), loop)
                .thenCompose(answer -> answer);
    }

    // --- the end

    /**
     * Stops all runs and waits for them; what does not end within the budget is killed. All go on at the next start.
     */
    void stop() {
        ending = true;
        CompletableFuture.runAsync(queue::stopAll, loop).join();
        Executor later = CompletableFuture.delayedExecutor(RHYTHM_MILLIS, TimeUnit.MILLISECONDS, loop);
        long deadline = System.nanoTime() + settings.stopBudget().toNanos();
        while (CompletableFuture.supplyAsync(queue::anyAlive, later).join() && System.nanoTime() - deadline < 0) {
            LOG.debug("runs are saving");
        }
        CompletableFuture.runAsync(this::killAll, loop).join();
        loop.shutdown();
    }

    private void killAll() {
        try {
            queue.killAll();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
