package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.masque.model.checkpoint.CheckpointFolder.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the checkpoints that nobody needs any more; what cannot be deleted is logged and left. */
final class RetentionSweep {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

    private final Path root;
    private final Retention retention;

    RetentionSweep(Path root, Retention retention) {
        this.root = root;
        this.retention = retention;
    }

    /**
     * Deletes, once a newer checkpoint is verified, or a better one is known.
     *
     * @param verified the checkpoint that stays whatever the retention says
     * @param judged steps whose checkpoint, or else the first one after it, stays too
     */
    void run(Path verified, Set<Long> judged) {
        try {
            List<CheckpointFolder> published = published();
            Set<Path> kept = kept(published);
            kept.add(verified);
            judged.forEach(step -> firstFrom(step, published).ifPresent(kept::add));
            published.stream().filter(folder -> !kept.contains(folder.path())).forEach(this::delete);
        } catch (IOException failure) {
            LOG.warn("cannot look for old checkpoints in {}; they stay until the next save", root, failure);
        }
    }

    /** Deletes those of later steps, whatever the retention says. */
    void discardAfter(long step) {
        try {
            published().stream().filter(folder -> folder.step() > step).forEach(this::delete);
        } catch (IOException failure) {
            LOG.warn("cannot look for the checkpoints after step {} in {}", step, root, failure);
        }
    }

    private List<CheckpointFolder> published() throws IOException {
        return CheckpointFolder.list(root).stream()
                .filter(folder -> folder.kind() == Kind.COMPLETE || folder.kind() == Kind.REPLACED)
                .toList();
    }

    private Set<Path> kept(List<CheckpointFolder> published) {
        List<CheckpointFolder> current = published.stream()
                .filter(folder -> !isSuperseded(folder, published))
                .toList();
        Set<Path> kept = new HashSet<>();
        current.stream().limit(retention.keepLast()).forEach(folder -> kept.add(folder.path()));
        if (retention.keepEveryEpochs() > 0) {
            keepFirstOfEpochs(current, kept);
        }
        return kept;
    }

    private void keepFirstOfEpochs(List<CheckpointFolder> newestFirst, Set<Path> kept) {
        Set<Long> seen = new TreeSet<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Path folder = newestFirst.get(i).path();
            try {
                long epoch = CheckpointVerifier.readManifest(folder).epoch();
                if (epoch > 0 && epoch % retention.keepEveryEpochs() == 0 && seen.add(epoch)) {
                    kept.add(folder);
                }
            } catch (IOException unreadable) {
                LOG.warn("cannot tell the epoch of {}, so it stays: {}", folder, unreadable.getMessage());
                kept.add(folder);
            }
        }
    }

    private static Optional<Path> firstFrom(long step, List<CheckpointFolder> published) {
        return published.stream()
                .filter(folder -> folder.step() >= step && !isSuperseded(folder, published))
                .min(Comparator.comparingLong(CheckpointFolder::step))
                .map(CheckpointFolder::path);
    }

    // A replaced folder whose successor never got its name is the checkpoint of its step.
    private static boolean isSuperseded(CheckpointFolder folder, List<CheckpointFolder> published) {
        return folder.kind() == Kind.REPLACED
                && published.stream().anyMatch(other -> other.kind() == Kind.COMPLETE && other.step() == folder.step());
    }

    // Renamed first: a deletion that is cut short must not look like a checkpoint that went bad.
    private void delete(CheckpointFolder folder) {
        Path doomed = CheckpointFolder.fresh(root, folder.step(), Kind.TEMPORARY);
        try {
            if (ReadClaims.retire(folder.path(), doomed)) {
                DurableFiles.deleteTree(doomed);
            } else {
                LOG.info("{} is being read, so it stays until the next save", folder.path());
            }
        } catch (IOException failure) {
            LOG.warn("cannot delete the old checkpoint {}; training goes on", folder.path(), failure);
        }
    }
}
