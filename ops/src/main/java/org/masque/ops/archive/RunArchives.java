package org.masque.ops.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The archives that were asked for last, so that a run's log is read once and not for every request.
 *
 * <p>Safe for several threads.
 */
public final class RunArchives {
    private static final int MOST = 64;
    // As the recipe's run.name: a name that cannot lead out of the folder.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    // In the order of use, the longest unused first.
    private final Map<Path, RunArchive> open = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, RunArchive> eldest) {
            return size() > MOST;
        }
    };

    /** The archive of a run's folder, which need not be there yet. */
    public synchronized RunArchive of(Path folder) {
        return open.computeIfAbsent(folder.toAbsolutePath().normalize(), RunArchive::of);
    }

    /** The archive of a run by its name, if the name is one and there is such a folder. */
    public Optional<RunArchive> find(Path runs, String name) {
        return NAME.matcher(name).matches() && Files.isDirectory(runs.resolve(name))
                ? Optional.of(of(runs.resolve(name)))
                : Optional.empty();
    }
}
