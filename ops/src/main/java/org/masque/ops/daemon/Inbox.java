package org.masque.ops.daemon;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.Submission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder into which recipes are dropped. One that was taken goes to {@code accepted/}, one that was not to
 * {@code refused/}, with the reason beside it.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    // A file that was written just now may not be whole.
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final Path folder;
    private final Clock clock;

    Inbox(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Looks into the folder, and at every file: one that makes trouble keeps none of the others waiting.
     *
     * @param submit puts a run into the queue, or refuses it by an exception
     * @throws IOException if a file could not be moved; it is looked at again then
     */
    void empty(Function<Submission, String> submit) throws IOException {
        Troubles troubles = new Troubles();
        for (Path file : settled()) {
            troubles.attempt(() -> take(file, submit));
        }
        troubles.tell();
    }

    private void take(Path file, Function<Submission, String> submit) throws IOException {
        try {
            String said = submit.apply(new Submission("", file.toString(), List.of()));
            LOG.info("{}: {}", file.getFileName(), said);
            move(file, "accepted");
        } catch (RefusedException refused) {
            refuse(file, String.valueOf(refused.getMessage()));
        } catch (RuntimeException broken) {
            LOG.error("{} cannot be taken", file, broken);
            refuse(file, broken.toString());
        }
    }

    private void refuse(Path file, String why) throws IOException {
        LOG.warn("{} is refused: {}", file.getFileName(), why);
        Path there = move(file, "refused");
        Files.writeString(there.resolveSibling(there.getFileName() + ".txt"), why + "\n");
    }

    private List<Path> settled() throws IOException {
        List<Path> files = new ArrayList<>();
        FileTime youngest = FileTime.from(clock.instant().minus(SETTLED));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.conf")) {
            for (Path file : all) {
                if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(youngest) < 0) {
                    files.add(file);
                }
            }
        }
        files.sort(null);
        return files;
    }

    private Path move(Path file, String into) throws IOException {
        Path target = Files.createDirectories(folder.resolve(into)).resolve(file.getFileName());
        return Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
