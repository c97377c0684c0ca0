package org.masque.model.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.masque.model.checkpoint.CheckpointFolder.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run, in the folder {@code checkpoints} of the run.
 *
 * <p>A checkpoint is whole or absent. It is written under a temporary name, forced to the disk, described by a manifest
 * with sizes and SHA-256, renamed to {@code step-000123}, read back, and only then may an older one go. The newest
 * folder that verifies is the checkpoint to resume from; the file {@code LATEST} is for people. One process saves at a
 * time ({@link RunLock}); reading is allowed from any.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);

    private static final String GENERATION = "generation";
    private static final Retention KEEP_ALL = new Retention(Integer.MAX_VALUE, 0);

    private final Path root;
    private final String masqueVersion;
    private final SaveHook hook;
    private final @Nullable RunGeneration generation;
    private final AtomicLong corrupt = new AtomicLong();

    /**
     * Looks at nothing yet.
     *
     * @param runFolder the run's folder, which need not exist before the first save
     * @param masqueVersion for the manifests
     */
    public CheckpointStore(Path runFolder, String masqueVersion) {
        this(runFolder, masqueVersion, SlowDisk.configured(), null);
    }

    /**
     * The store of a run in progress: it saves and discards only as long as the generation is the newest.
     *
     * @param runFolder the run's folder, which need not exist before the first save
     * @param masqueVersion for the manifests
     */
    public CheckpointStore(Path runFolder, String masqueVersion, RunGeneration generation) {
        this(runFolder, masqueVersion, SlowDisk.configured(), generation);
    }

    CheckpointStore(Path runFolder, String masqueVersion, SaveHook hook) {
        this(runFolder, masqueVersion, hook, null);
    }

    private CheckpointStore(Path runFolder, String masqueVersion, SaveHook hook, @Nullable RunGeneration generation) {
        this.generation = generation;
        this.root = runFolder.resolve("checkpoints").toAbsolutePath();
        this.masqueVersion = masqueVersion;
        this.hook = hook;
    }

    /** The folder of the checkpoints. */
    public Path folder() {
        return root;
    }

    /** How many checkpoints this store has found corrupt; for a counter. */
    public long corruptCount() {
        return corrupt.get();
    }

    /**
     * Saves a snapshot and then deletes what the retention gives up; slow, since it waits for the disk.
     *
     * <p>A checkpoint of the same step is replaced. Trouble with deleting is logged only.
     *
     * @return the new checkpoint's folder
     * @throws CheckpointSaveException with the path and the free space; nothing older is lost, nothing half is left
     * @throws SupersededException if another process has this run now; nothing is saved or deleted
     */
    public synchronized Path save(CheckpointContent content, Retention retention)
            throws CheckpointSaveException, SupersededException {
        return save(content, retention, Set.of());
    }

    /**
     * As {@link #save(CheckpointContent, Retention)}.
     *
     * @param judged steps whose checkpoint, or else the first one after it, stays whatever the retention says
     */
    public synchronized Path save(CheckpointContent content, Retention retention, Set<Long> judged)
            throws CheckpointSaveException, SupersededException {
        CheckpointContent stamped =
                generation == null ? content : content.with(GENERATION, Long.toString(generation.number()));
        Path saved = new CheckpointSave(root, stamped, masqueVersion, this::reached).run();
        new RetentionSweep(root, retention).run(saved, judged);
        return saved;
    }

    /**
     * Deletes what the retention gives up, without a save: after a verdict that frees an older checkpoint. Trouble with
     * deleting is logged only.
     *
     * @param verified the newest checkpoint that is known to be whole, which stays
     * @param judged steps whose checkpoint, or else the first one after it, stays whatever the retention says
     * @throws SupersededException if another process has this run now; nothing is deleted
     * @throws IOException if that cannot be told
     */
    public synchronized void sweep(Path verified, Retention retention, Set<Long> judged) throws IOException {
        if (generation != null) {
            generation.requireNewest();
        }
        new RetentionSweep(root, retention).run(verified, judged);
    }

    // At first, so that nothing is written in vain, and as late as can be: nothing but the rename comes after it.
    private void reached(SaveStage stage) throws IOException {
        hook.reached(stage);
        if ((stage == SaveStage.STARTED || stage == SaveStage.FOLDER_SYNCED) && generation != null) {
            generation.requireNewest();
        }
    }

    /**
     * The checkpoint whose evaluation was the best ({@link BestJudge}), to be closed by the caller; empty if none was
     * judged.
     *
     * @throws CorruptCheckpointException if it is damaged; it is left where it is
     */
    public synchronized Optional<Checkpoint> best() throws IOException {
        Optional<BestCheckpoint> best = new BestFile(root).read();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        Path folder = root.resolve(best.get().folder());
        Closeable claim = ReadClaims.claim(folder);
        try {
            Manifest manifest = CheckpointVerifier.verify(folder, BestFile.stepOf(best.get()));
            return Optional.of(new Checkpoint(folder, manifest, claim));
        } catch (IOException bad) {
            claim.close();
            throw bad;
        }
    }

    /**
     * Finds the checkpoint to resume from, and renames those that do not verify on the way there.
     *
     * @return the newest that verifies, to be closed by the caller; empty if the run never completed one
     * @throws NoValidCheckpointException if there are checkpoints, and none verifies
     * @throws IOException if one cannot be judged: no permission, or a later version wrote it
     */
    public synchronized Optional<Checkpoint> newestValid() throws IOException {
        return firstValid(CheckpointFolder.list(root), this::setAside);
    }

    /**
     * As {@link #newestValid()}, but leaves those that do not verify as they are: for whoever only looks, and does not
     * hold the run's lock.
     *
     * @throws NoValidCheckpointException if there are checkpoints, and none verifies
     */
    public synchronized Optional<Checkpoint> findNewestValid() throws IOException {
        return firstValid(CheckpointFolder.list(root), this::leave);
    }

    /**
     * As {@link #newestValid()}, of those of at most a step; if there is none, the oldest after it.
     *
     * @throws NoValidCheckpointException if there are checkpoints, and none verifies
     */
    public synchronized Optional<Checkpoint> newestValid(long latestStep) throws IOException {
        List<CheckpointFolder> all = CheckpointFolder.list(root);
        List<CheckpointFolder> order = new ArrayList<>();
        all.stream().filter(folder -> folder.step() <= latestStep).forEach(order::add);
        all.stream()
                .filter(folder -> folder.step() > latestStep)
                .sorted(Comparator.comparingLong(CheckpointFolder::step))
                .forEach(order::add);
        return firstValid(order, this::setAside);
    }

    // What becomes of a corrupt one; says where it is then.
    @FunctionalInterface
    private interface Disposal {
        Path of(CheckpointFolder folder, CorruptCheckpointException reason);
    }

    private Optional<Checkpoint> firstValid(List<CheckpointFolder> order, Disposal disposal) throws IOException {
        List<Path> tried = new ArrayList<>();
        for (CheckpointFolder folder : order) {
            if (folder.kind() == Kind.CORRUPT) {
                tried.add(folder.path());
            } else if (folder.kind() != Kind.TEMPORARY) {
                Optional<Checkpoint> valid = open(folder, tried, disposal);
                if (valid.isPresent()) {
                    return valid;
                }
            }
        }
        if (!tried.isEmpty()) {
            throw new NoValidCheckpointException(root, tried);
        }
        return Optional.empty();
    }

    /**
     * Deletes all checkpoints after a step, so that the run goes on from the one of that step; trouble with deleting is
     * logged only.
     *
     * @throws SupersededException if another process has this run now; nothing is deleted
     * @throws IOException if that cannot be told
     */
    public synchronized void discardAfter(long step) throws IOException {
        if (generation != null) {
            generation.requireNewest();
        }
        try {
            new BestFile(root).forgetAfter(step);
        } catch (IOException failure) {
            LOG.warn("cannot forget the best checkpoint in {}", root, failure);
        }
        new RetentionSweep(root, KEEP_ALL).discardAfter(step);
    }

    private Optional<Checkpoint> open(CheckpointFolder folder, List<Path> tried, Disposal disposal) throws IOException {
        Closeable claim;
        try {
            claim = ReadClaims.claim(folder.path());
        } catch (NoSuchFileException retired) { // since it was listed, by the process that trains
            return Optional.empty();
        }
        try {
            Manifest manifest = CheckpointVerifier.verify(folder.path(), folder.step());
            return Optional.of(new Checkpoint(folder.path(), manifest, claim));
        } catch (CorruptCheckpointException bad) {
            claim.close();
            if (Files.exists(folder.path())) {
                tried.add(disposal.of(folder, bad));
            }
            return Optional.empty();
        } catch (IOException undecided) {
            claim.close();
            throw new IOException(
                    "cannot judge checkpoint " + folder.path() + ": " + undecided.getMessage(), undecided);
        }
    }

    private Path leave(CheckpointFolder folder, CorruptCheckpointException reason) {
        corrupt.incrementAndGet();
        LOG.warn("checkpoint {} is corrupt: {}", folder.path(), reason.getMessage());
        return folder.path();
    }

    // If the rename fails the folder keeps its name, and the search goes on to the next older one all the same.
    private Path setAside(CheckpointFolder folder, CorruptCheckpointException reason) {
        corrupt.incrementAndGet();
        Path aside = CheckpointFolder.corrupt(root, folder.step());
        try {
            Files.move(folder.path(), aside);
            LOG.warn("checkpoint {} is corrupt: {}; renamed to {}", folder.path(), reason.getMessage(), aside);
            return aside;
        } catch (IOException failure) {
            LOG.warn("checkpoint {} is corrupt: {}; cannot rename it", folder.path(), reason.getMessage(), failure);
            return folder.path();
        }
    }

    /**
     * Removes what saves and deletions of this run left half done; to be called at the start, under the
     * {@link RunLock}.
     *
     * @return what was removed, named in the log as well
     */
    public synchronized List<Path> cleanStale() {
        List<Path> removed = new ArrayList<>();
        try {
            for (CheckpointFolder folder : CheckpointFolder.list(root)) {
                if (folder.kind() == Kind.TEMPORARY && removeStale(folder.path())) {
                    removed.add(folder.path());
                }
            }
            Files.deleteIfExists(root.resolve(CheckpointSave.LATEST_TEMPORARY));
            Files.deleteIfExists(root.resolve(BestFile.TEMPORARY));
        } catch (IOException failure) {
            LOG.warn("cannot clean up {}; training goes on", root, failure);
        }
        return removed;
    }

    private static boolean removeStale(Path folder) {
        try {
            DurableFiles.deleteTree(folder);
            LOG.warn("removed {}, left by a save or a deletion that did not end", folder);
            return true;
        } catch (IOException failure) {
            LOG.warn("cannot remove {}; training goes on", folder, failure);
            return false;
        }
    }
}
