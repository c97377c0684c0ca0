package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the protocol: temporary folder, files, manifest, rename, {@code LATEST}; each on the disk before the next.
 *
 * <p>Whatever stops it, the checkpoints before it stay, and the new one has its name only when it is whole.
 */
final class CheckpointSave {
    static final String LATEST = "LATEST";
    static final String LATEST_TEMPORARY = "LATEST.tmp";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSave.class);

    private final Path root;
    private final CheckpointContent content;
    private final String masqueVersion;
    private final SaveHook hook;
    private final Path complete;
    private final Path temporary;
    private SaveStage stage = SaveStage.STARTED;

    CheckpointSave(Path root, CheckpointContent content, String masqueVersion, SaveHook hook) {
        this.root = root;
        this.content = content;
        this.masqueVersion = masqueVersion;
        this.hook = hook;
        this.complete = CheckpointFolder.complete(root, content.step());
        this.temporary = CheckpointFolder.fresh(root, content.step(), CheckpointFolder.Kind.TEMPORARY);
    }

    /** Saves, and gives the published folder. */
    Path run() throws CheckpointSaveException, SupersededException {
        try {
            reached(SaveStage.STARTED);
            createFolder();
            writeManifest(writeFiles());
            publish();
            CheckpointVerifier.verify(complete, content.step());
            reached(SaveStage.VERIFIED);
            pointLatest();
            return complete;
        } catch (SupersededException | RuntimeException failure) {
            removeTemporary();
            throw failure;
        } catch (IOException failure) {
            removeTemporary();
            throw new CheckpointSaveException(
                    "cannot save checkpoint " + complete + " (after " + stage.label() + "): " + failure.getMessage()
                            + "; " + DiskSpace.freeText(root),
                    stage,
                    failure);
        }
    }

    private void createFolder() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            DurableFiles.syncFolder(root.resolveSibling(""));
        }
        Files.createDirectory(temporary);
        Files.createFile(temporary.resolve(ReadClaims.LOCK_FILE));
        reached(SaveStage.FOLDER_CREATED);
    }

    // All are written before the first is waited for: as long as the snapshot is not written, training copies what it
    // overwrites of it.
    private List<Manifest.SavedFile> writeFiles() throws IOException {
        List<Manifest.SavedFile> saved = new ArrayList<>();
        try (OpenFiles open = new OpenFiles()) {
            for (CheckpointFile file : content.files()) {
                saved.add(writeFile(file, open.create(temporary.resolve(file.name()))));
            }
            for (FileChannel channel : open.channels()) {
                channel.force(true);
                reached(SaveStage.FILE_SYNCED);
            }
        }
        return saved;
    }

    private Manifest.SavedFile writeFile(CheckpointFile file, FileChannel channel) throws IOException {
        try (HashingChannel hashing = new HashingChannel(channel)) {
            write(file, hashing);
            reached(SaveStage.FILE_WRITTEN);
            return new Manifest.SavedFile(file.name(), hashing.bytes(), hashing.sha256());
        }
    }

    // Its size is known only when it is written.
    private void write(CheckpointFile file, HashingChannel hashing) throws IOException {
        try {
            file.writer().writeTo(hashing);
        } catch (IOException failure) {
            throw new IOException(
                    "cannot write " + complete.resolve(file.name()) + " after " + hashing.bytes() + " bytes: "
                            + failure.getMessage(),
                    failure);
        }
    }

    private void writeManifest(List<Manifest.SavedFile> files) throws IOException {
        Manifest manifest = new Manifest(
                content.step(),
                content.epoch(),
                content.configHash(),
                Instant.now(),
                masqueVersion,
                content.state(),
                files);
        DurableFiles.write(temporary.resolve(ManifestJson.FILE_NAME), ManifestJson.encode(manifest));
        reached(SaveStage.MANIFEST_SYNCED);
        DurableFiles.syncFolder(temporary);
        reached(SaveStage.FOLDER_SYNCED);
    }

    // A folder cannot be renamed over another, and the old one must not be gone before the new one is there: between
    // the
    // two renames it is found under its other name.
    private void publish() throws IOException {
        if (Files.exists(complete)) {
            Path replaced = CheckpointFolder.fresh(root, content.step(), CheckpointFolder.Kind.REPLACED);
            if (!ReadClaims.retire(complete, replaced)) {
                throw new IOException("this step has a checkpoint already, and it is being read");
            }
            reached(SaveStage.OLD_MOVED_ASIDE);
        }
        Files.move(temporary, complete, StandardCopyOption.ATOMIC_MOVE);
        reached(SaveStage.RENAMED);
        DurableFiles.syncFolder(root);
        reached(SaveStage.PARENT_SYNCED);
    }

    private void pointLatest() throws IOException {
        Path latest = root.resolve(LATEST_TEMPORARY);
        String name = complete.getFileName() + "\n";
        DurableFiles.write(latest, name.getBytes(StandardCharsets.UTF_8));
        reached(SaveStage.LATEST_WRITTEN);
        Files.move(latest, root.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncFolder(root);
        reached(SaveStage.LATEST_RENAMED);
    }

    private void removeTemporary() {
        try {
            DurableFiles.deleteTree(temporary);
        } catch (IOException failure) {
            LOG.warn("cannot remove {}; the next start will try again", temporary, failure);
        }
    }

    private void reached(SaveStage next) throws IOException {
        stage = next;
        hook.reached(next);
    }
}
