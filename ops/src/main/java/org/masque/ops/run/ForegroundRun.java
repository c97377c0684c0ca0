package org.masque.ops.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunSteering;
import org.masque.actors.RunSteering.Answer;
import org.masque.actors.run.TrainingRun;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RefusedException.Reason;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;
import org.masque.ops.health.RunHealth;
import org.masque.ops.health.RunState;
import org.slf4j.LoggerFactory;

/** The one run of this process, to be seen and steered. */
final class ForegroundRun implements Runs {
    private final String name;
    private final Path folder;
    private final RunHealth health;
    private final FlightRecording recording;
    private volatile @Nullable Steered steered;

    /** A run that began, and how it is stopped. */
    private record Steered(TrainingRun run, Runnable stop) {}

    ForegroundRun(String name, Path folder, RunHealth health, Clock clock) {
        this.name = name;
        this.folder = folder;
        this.health = health;
        this.recording = new FlightRecording(folder, clock);
    }

    /** From now on it can be steered. */
    void began(TrainingRun run, Runnable stop) {
        steered = new Steered(run, stop);
    }

    @Override
    public List<KnownRun> all() {
        return List.of(new KnownRun(name, folder, status(health.state()), ""));
    }

    private static RunStatus status(RunState state) {
        return switch (state) {
            case STARTING -> RunStatus.STARTING;
            case TRAINING -> RunStatus.RUNNING;
            case PAUSED -> RunStatus.PAUSED;
            case STOPPING -> RunStatus.STOPPING;
            case STOPPED -> RunStatus.STOPPED;
            case FAILED -> RunStatus.FAILED;
        };
    }

    @Override
    public CompletionStage<String> perform(String asked, RunAction action) {
        Steered now = steered(asked);
        return switch (action) {
            case PAUSE -> said(now.run().pause());
            case RESUME -> said(now.run().resume());
            case CHECKPOINT -> said(now.run().orderCheckpoint());
            case ABANDON -> said(now.run().abandon());
            case STOP -> stop(now);
        };
    }

    private static CompletionStage<String> said(CompletionStage<Answer> answer) {
        return answer.thenCompose(each -> each instanceof RunSteering.Done
                ? CompletableFuture.completedStage(each.message())
                : CompletableFuture.failedStage(new RefusedException(Reason.NOT_NOW, each.message())));
    }

    private static CompletionStage<String> stop(Steered now) {
        now.stop().run();
        return now.run().outcome().thenApply(outcome -> outcome.end() + " after " + outcome.steps() + " steps");
    }

    @Override
    public CompletionStage<String> setLogLevel(String asked, LogLevel level) {
        requireThis(asked);
        if (!(LoggerFactory.getLogger("org.masque") instanceof Logger logger)) {
            throw new RefusedException(Reason.NOT_HERE, "the log of this process has no levels to set");
        }
        logger.setLevel(Level.toLevel(level.name()));
        return CompletableFuture.completedStage("logs at " + level.label());
    }

    @Override
    public CompletionStage<String> profile(String asked, Duration duration) {
        requireThis(asked);
        return recording.record(duration);
    }

    @Override
    public CompletionStage<String> submit(Submission submission) {
        throw new RefusedException(
                Reason.NOT_HERE, "this is one run in the foreground; masque serve takes others into a queue");
    }

    private Steered steered(String asked) {
        requireThis(asked);
        Steered now = steered;
        if (now == null) {
            throw new RefusedException(Reason.NOT_NOW, name + " is starting, ask again when it runs");
        }
        return now;
    }

    private void requireThis(String asked) {
        if (!asked.equals(name)) {
            throw new RefusedException(Reason.UNKNOWN, "there is no run " + asked);
        }
    }
}
