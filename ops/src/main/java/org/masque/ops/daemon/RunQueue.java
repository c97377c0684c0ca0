package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.masque.ops.control.RunStatus;
import org.masque.ops.daemon.DaemonMetrics.RestartReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which runs have a slot, and what becomes of those whose process ends. Of the daemon's loop only; every change of a
 * record is on disk before anything is done by it.
 */
final class RunQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

    private final DaemonSettings settings;
    private final DaemonHome home;
    private final RunRecords records;
    private final DaemonMetrics metrics;
    private final Children children;
    private final Map<String, ManagedRun> runs = new LinkedHashMap<>();

    RunQueue(DaemonSettings settings, DaemonMetrics metrics) {
        this(settings, metrics, Children.of(settings));
    }

    RunQueue(DaemonSettings settings, DaemonMetrics metrics, Children children) {
        this.settings = settings;
        this.home = settings.home();
        this.records = new RunRecords(home.states());
        this.metrics = metrics;
        this.children = children;
    }

    Collection<ManagedRun> all() {
        return runs.values();
    }

    Optional<ManagedRun> find(String name) {
        return Optional.ofNullable(runs.get(name));
    }

    /** Takes over what an earlier daemon left: processes that live are found again, the rest is queued. */
    void load() throws IOException {
        for (RunRecord record : records.load()) {
            ManagedRun run = new ManagedRun(record, home.run(record.name()));
            runs.put(record.name(), run);
            if (record.active() || record.goesOn()) {
                takeOver(run);
            }
        }
    }

    private void takeOver(ManagedRun run) throws IOException {
        RunRecord left = run.record();
        Optional<Child> alive = children.find(run.name());
        if (alive.isPresent()) {
            LOG.info("{} goes on in process {}", run.name(), alive.get().pid());
            run.begins(alive.get());
            // Also beyond the slots, if there are fewer now: nobody is stopped for it.
            run.takeSlot(left.slot() >= 0 ? left.slot() : freeSlot().orElse(settings.slots()));
            if (left.goesOn()) {
                run.stops();
            }
            save(run, left.started(left.stepAtStart(), run.slot()).goingOn(left.goesOn()));
        } else if (Child.leftExitCode(home, run.name())) {
            run.takeSlot(left.slot());
            ended(run);
        } else {
            save(run, run.record().with(RunStatus.QUEUED, "goes on after a restart of the daemon"));
        }
    }

    /** Puts a run at the end of the queue. */
    void enqueue(String name) throws IOException {
        long last = runs.values().stream()
                .mapToLong(run -> run.record().order())
                .max()
                .orElse(0);
        RunRecord record = RunRecord.queued(name, last + 1);
        records.save(record);
        runs.put(name, new ManagedRun(record, home.run(name)));
    }

    void save(ManagedRun run, RunRecord next) throws IOException {
        records.save(next);
        run.record(next);
    }

    /**
     * Sees to processes that ended, and starts what may start.
     *
     * @throws IOException if that could not be done for a run; the others were seen to
     */
    void advance() throws IOException {
        Troubles troubles = new Troubles();
        for (ManagedRun run : runs.values()) {
            troubles.attempt(() -> advance(run));
        }
        List<ManagedRun> waiting = new ArrayList<>(runs.values());
        waiting.removeIf(run -> run.record().status() != RunStatus.QUEUED);
        waiting.sort(Comparator.comparingLong(run -> run.record().order()));
        for (ManagedRun next : waiting) {
            troubles.attempt(() -> startIfThereIsRoom(next));
        }
        troubles.tell();
    }

    private void advance(ManagedRun run) throws IOException {
        Child child = run.child();
        if (child != null && !child.isAlive()) {
            ended(run);
        }
        if (run.record().active() && run.child() == null && System.nanoTime() - run.startAt() >= 0) {
            startIfThereIsRoom(run);
        }
    }

    private void startIfThereIsRoom(ManagedRun run) throws IOException {
        boolean hasOne = run.slot() >= 0 && run.slot() < settings.slots();
        OptionalInt slot = hasOne ? OptionalInt.of(run.slot()) : freeSlot();
        if (slot.isPresent()) {
            start(run, slot.getAsInt());
        }
    }

    private OptionalInt freeSlot() {
        for (int slot = 0; slot < settings.slots(); slot++) {
            int wanted = slot;
            if (runs.values().stream().noneMatch(run -> run.slot() == wanted)) {
                return OptionalInt.of(slot);
            }
        }
        return OptionalInt.empty();
    }

    private void start(ManagedRun run, int slot) throws IOException {
        save(run, run.record().started(NewestCheckpoint.stepsOfAllStages(home.run(run.name())), slot));
        // Also if no process comes to be: it is tried again, in the same slot.
        run.takeSlot(slot);
        Child child = children.start(run.name(), slot);
        run.begins(child);
        LOG.info("{} runs in process {}, slot {}", run.name(), child.pid(), slot);
    }

    // --- a process has ended

    // Until the verdict is on disk the run has its process: what fails here is done once more.
    private void ended(ManagedRun run) throws IOException {
        judge(run);
        run.childEnded();
        run.tellStopped("ended: " + run.record().status().label());
        // Judged and written down: the next daemon must not judge it again.
        Files.deleteIfExists(home.exit(run.name()));
    }

    private void judge(ManagedRun run) throws IOException {
        OptionalInt code = Child.exitCodeOf(run.child(), home, run.name());
        String words = LastWords.in(home.log(run.name()));
        boolean goesOn = run.record().goesOn();
        boolean asked = run.stopping() && !goesOn;
        switch (Verdict.of(code)) {
            case FINISHED -> close(run, RunStatus.FINISHED, "");
            case STOPPED -> {
                if (goesOn) {
                    close(run, RunStatus.QUEUED, "goes on after a restart of the daemon");
                } else {
                    close(run, RunStatus.STOPPED, "");
                }
            }
            case FAILED -> close(run, RunStatus.FAILED, "exit code " + code.getAsInt() + ": " + words);
            case AGAIN -> {
                if (asked) {
                    close(run, RunStatus.STOPPED, "stopped, but what came after the last checkpoint is lost: " + words);
                } else {
                    again(run, code, words);
                }
            }
        }
    }

    private void close(ManagedRun run, RunStatus status, String why) throws IOException {
        save(run, run.record().with(status, why));
        run.releaseSlot();
        LOG.info("{} is {} {}", run.name(), status.label(), why);
    }

    private void again(ManagedRun run, OptionalInt code, String words) throws IOException {
        long step = NewestCheckpoint.stepsOfAllStages(home.run(run.name()));
        boolean progress = step > run.record().stepAtStart();
        int fruitless = progress ? 0 : run.record().fruitless() + 1;
        String how = code.isPresent() ? "exit code " + code.getAsInt() : "killed";
        if (settings.pause().isLoop(fruitless)) {
            close(
                    run,
                    RunStatus.FAILED,
                    "restart loop: " + fruitless + " starts brought no new checkpoint; the last one ended with " + how
                            + ": " + words);
            return;
        }
        String why = how + ", is started again at step " + step + ": " + words;
        save(run, run.record().toBeRestarted(fruitless, why));
        metrics.restarted(code.isPresent() ? RestartReason.EXIT_CODE : RestartReason.KILLED);
        run.startAt(System.nanoTime() + settings.pause().after(fruitless).toNanos());
        LOG.warn("{}: {}", run.name(), why);
    }

    // --- the daemon's end

    /** Asks all processes to stop; their runs go on with the next daemon. */
    void stopAll() {
        for (ManagedRun run : runs.values()) {
            try {
                stop(run);
            } catch (IOException | RuntimeException failure) {
                LOG.error("{} could not be stopped in order", run.name(), failure);
            }
        }
    }

    private void stop(ManagedRun run) throws IOException {
        Child child = run.child();
        if (child == null) {
            if (run.record().active()) {
                close(run, RunStatus.QUEUED, run.record().message());
            }
        } else if (!run.stopping()) {
            RunRecord later = run.record().goingOn(true);
            try {
                save(run, later);
            } finally {
                // A disk that is full is no reason to let the process be killed later, without a checkpoint.
                run.record(later);
                child.terminate();
                run.stops();
            }
        }
    }

    /** Whether a process still lives. */
    boolean anyAlive() {
        return runs.values().stream().map(ManagedRun::child).anyMatch(child -> child != null && child.isAlive());
    }

    /** Sees to those that ended; kills the rest. */
    void killAll() throws InterruptedException {
        for (ManagedRun run : runs.values()) {
            try {
                seeToTheEnd(run);
            } catch (IOException | RuntimeException failure) {
                LOG.error("{} could not be written down", run.name(), failure);
            }
        }
    }

    private void seeToTheEnd(ManagedRun run) throws IOException, InterruptedException {
        Child child = run.child();
        if (child != null && child.isAlive()) {
            LOG.error("{} did not stop in time and is killed; it goes on from its last checkpoint", run.name());
            child.kill();
            child.await(TimeUnit.SECONDS.toMillis(10));
            save(run, run.record().with(RunStatus.QUEUED, "killed when the daemon stopped"));
            run.childEnded();
            run.releaseSlot();
        } else if (child != null) {
            ended(run);
        }
    }
}
