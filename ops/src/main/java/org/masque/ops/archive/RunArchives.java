package org.masque.ops.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The archives that were asked for last, so that a run's log is read once and not for every request; and of many more
 * runs where they stand.
 *
 * <p>Safe for several threads.
 */
public final class RunArchives {
    private static final int MOST = 64;
    private static final int MOST_SUMMARIES = 10_000;

    private final Map<Path, RunArchive> open = latestOf(MOST);
    private final Map<Path, Known> summaries = latestOf(MOST_SUMMARIES);
    private final Clock clock;

    /** A summary, and the files that it is of. */
    private record Known(FolderState of, RunSummary summary) {}

    /** None yet. */
    public RunArchives() {
        this(Clock.systemUTC());
    }

    RunArchives(Clock clock) {
        this.clock = clock;
    }

    // In the order of use, the longest unused first.
    private static <T> Map<Path, T> latestOf(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Path, T> eldest) {
                return size() > most;
            }
        };
    }

    /** The archive of a run's folder, which need not be there yet. */
    public synchronized RunArchive of(Path folder) {
        return open.computeIfAbsent(folder.toAbsolutePath().normalize(), RunArchive::of);
    }

    /** Where a run stands; its files are read only if they have changed since they were read last. */
    public RunSummary summary(Path folder) throws IOException {
        Path key = folder.toAbsolutePath().normalize();
        FolderState now = FolderState.of(key);
        Known known = known(key);
        if (known != null && known.of().equals(now)) {
            return known.summary();
        }
        RunSummary summary = of(key).summary();
        // What was written just now may not be in it: an archive does not look for every question.
        if (now.settledAt(clock.instant())) {
            keep(key, new Known(now, summary));
        }
        return summary;
    }

    private synchronized @Nullable Known known(Path key) {
        return summaries.get(key);
    }

    private synchronized void keep(Path key, Known known) {
        summaries.put(key, known);
    }
}
