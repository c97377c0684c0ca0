package org.masque.ops.daemon;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.masque.model.checkpoint.RunLock;
import org.masque.model.checkpoint.RunLockedException;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RunStatus;

/** Runs whose folder is there though the daemon never had them: to be seen, not to be steered. */
final class FormerRuns {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;

    private final ObjectMapper json = new ObjectMapper();
    private final Path runs;
    private List<KnownRun> last = List.of();
    private final LongSupplier nanoTime;
    private long lookedAt;

    FormerRuns(Path runs, LongSupplier nanoTime) {
        this.runs = runs;
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong() - LOOK_EVERY_NANOS;
    }

    /** Those that are not the daemon's own; looked for every few seconds only. */
    List<KnownRun> beside(Function<String, Optional<ManagedRun>> own) {
        long now = nanoTime.getAsLong();
        if (now - lookedAt >= LOOK_EVERY_NANOS) {
            lookedAt = now;
            last = found();
        }
        return last.stream().filter(run -> own.apply(run.name()).isEmpty()).toList();
    }

    private List<KnownRun> found() {
        List<KnownRun> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (NAME.matcher(name).matches() && Files.exists(folder.resolve("effective.conf"))) {
                    found.add(read(name, folder));
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return last;
        }
        return found;
    }

    // Anew each time: a run that was started by hand goes on, and ends, without the daemon.
    private KnownRun read(String name, Path folder) {
        try {
            RunLock.requireFree(folder);
            String end = json.readTree(folder.resolve("results.json").toFile())
                    .path("end")
                    .asText();
            RunStatus status = switch (end) {
                case "FINISHED" -> RunStatus.FINISHED;
                case "STOPPED", "ABANDONED" -> RunStatus.STOPPED;
                default -> RunStatus.FAILED;
            };
            return new KnownRun(name, folder, status, "not of this daemon");
        } catch (RunLockedException inAnotherProcess) {
            return new KnownRun(name, folder, RunStatus.RUNNING, "not of this daemon");
        } catch (IOException none) {
            return new KnownRun(name, folder, RunStatus.STOPPED, "not of this daemon");
        }
    }
}
