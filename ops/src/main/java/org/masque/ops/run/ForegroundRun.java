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
    private volatile @Nullable UnderWay underWay;

    /** What a run is at, and may be asked for. */
    interface UnderWay {
        /** Does it, or refuses; the answer is a sentence. */
        CompletionStage<String> perform(RunAction action);

        /** How far it is; may be empty. */
        default String message() {
            return "";
        }
    }

    /** Training, and how it is stopped. */
    private record Training(TrainingRun run, Runnable stop) implements UnderWay {
        @Override
        public CompletionStage<String> perform(RunAction action) {
            return switch (action) {
                case PAUSE -> said(run.pause());
                case RESUME -> said(run.resume());
                case CHECKPOINT -> said(run.orderCheckpoint());
                case ABANDON -> said(run.abandon());
                case STOP -> {
                    stop.run();
                    yield run.outcome().thenApply(outcome -> outcome.end() + " after " + outcome.steps() + " steps");
                }
            };
        }
    }

    ForegroundRun(String name, Path folder, RunHealth health, Clock clock) {
        this.name = name;
        this.folder = folder;
        this.health = health;
        this.recording = new FlightRecording(folder, clock);
    }

    /** From now on it trains and can be steered. */
    void began(TrainingRun run, Runnable stop) {
        began(new Training(run, stop));
    }

    /** From now on it can be steered. */
    void began(UnderWay work) {
        underWay = work;
    }

    @Override
    public List<KnownRun> all() {
        UnderWay now = underWay;
        return List.of(new KnownRun(name, folder, status(health.state()), now == null ? "" : now.message()));
    }

    private static RunStatus status(RunState state) {
        return switch (state) {
            case STARTING -> RunStatus.STARTING;
            case TRAINING, FINDING_PARTS -> RunStatus.RUNNING;
            case PAUSED -> RunStatus.PAUSED;
            case STOPPING -> RunStatus.STOPPING;
            case STOPPED -> RunStatus.STOPPED;
            case FAILED -> RunStatus.FAILED;
        };
    }

    @Override
    public CompletionStage<String> perform(String asked, RunAction action) {
        requireThis(asked);
        UnderWay now = underWay;
        if (now == null) {
            throw new RefusedException(Reason.NOT_NOW, name + " is starting, ask again when it runs");
        }
        return now.perform(action);
    }

    private static CompletionStage<String> said(CompletionStage<Answer> answer) {
        return answer.thenCompose(each -> each instanceof RunSteering.Done
                ? CompletableFuture.completedStage(each.message())
                : CompletableFuture.failedStage(new RefusedException(Reason.NOT_NOW, each.message())));
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

    private void requireThis(String asked) {
        if (!asked.equals(name)) {
            throw new RefusedException(Reason.UNKNOWN, "there is no run " + asked);
        }
    }
}
