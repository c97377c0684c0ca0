package org.masque.ops.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.RunStatus;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;

/** One run named {@code tiny} that does at once what it is asked, but for checkpoints, which wait. */
final class FakeRuns implements Runs {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final CompletableFuture<String> checkpoint = new CompletableFuture<>();
    final List<KnownRun> elsewhere = new CopyOnWriteArrayList<>();
    volatile RunStatus status = RunStatus.RUNNING;

    private final Path folder;

    FakeRuns(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<KnownRun> all() {
        return Stream.concat(Stream.of(new KnownRun("tiny", folder, status, "")), elsewhere.stream())
                .toList();
    }

    @Override
    public CompletionStage<String> perform(String name, RunAction action) {
        asked.add(action.label());
        return switch (action) {
            case CHECKPOINT -> checkpoint;
            case RESUME ->
                CompletableFuture.failedStage(new RefusedException(RefusedException.Reason.NOT_NOW, "not paused"));
            default -> CompletableFuture.completedStage("did " + action.label());
        };
    }

    @Override
    public CompletionStage<String> setLogLevel(String name, LogLevel level) {
        asked.add("log-level " + level.label());
        return CompletableFuture.completedStage("set");
    }

    @Override
    public CompletionStage<String> profile(String name, Duration duration) {
        asked.add("profile " + duration.toSeconds());
        return CompletableFuture.completedStage("recorded");
    }

    @Override
    public CompletionStage<String> submit(Submission submission) {
        asked.add("submit " + submission);
        return CompletableFuture.completedStage("queued");
    }
}
