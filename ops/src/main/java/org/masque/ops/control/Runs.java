package org.masque.ops.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The runs that can be seen and steered here: the one in the foreground, or all of a daemon.
 *
 * <p>Safe for several threads. No method blocks; what takes time answers by a stage, whose value is a sentence for a
 * person. What cannot be done fails it with a {@link RefusedException}.
 */
public interface Runs {
    /** All that are known, the latest first; runs that ended long ago too, as long as their folder is there. */
    List<KnownRun> all();

    /** The name of this node in its cluster; empty where there is none. */
    default String node() {
        return "";
    }

    /** The run of a name. */
    default Optional<KnownRun> find(String name) {
        return all().stream().filter(run -> run.name().equals(name)).findFirst();
    }

    /** Says to a person that there is no run of that name, and what there is in its place. */
    default String absence(String name) {
        return "there is no run " + name;
    }

    /** Does something to a run; done when it has happened, for instance when the checkpoint is on disk. */
    CompletionStage<String> perform(String name, RunAction action);

    /** Makes a run log more or less from now on. */
    CompletionStage<String> setLogLevel(String name, LogLevel level);

    /** Records where a run's time goes with JDK Flight Recorder; done when the recording is in the run's folder. */
    CompletionStage<String> profile(String name, Duration duration);

    /** Puts a run into the queue; done when it is there and on disk. */
    CompletionStage<String> submit(Submission submission);
}
