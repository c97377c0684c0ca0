package org.masque.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import org.masque.model.checkpoint.CheckpointFolder.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file {@code best.json} beside the checkpoints, whole or absent: which of them is the best, and why. */
final class BestFile {
    static final String NAME = "best.json";
    static final String TEMPORARY = "best.json.tmp";

    private static final Logger LOG = LoggerFactory.getLogger(BestFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;

    BestFile(Path root) {
        this.root = root;
    }

    /** What it says; empty, with a warning, if it cannot be read or its checkpoint is gone. */
    Optional<BestCheckpoint> read() {
        Path file = root.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            BestCheckpoint best = decode(JSON.readTree(Files.readAllBytes(file)));
            if (Files.isDirectory(root.resolve(best.folder()))) {
                return Optional.of(best);
            }
            LOG.warn("{} names {}, which is gone: the next evaluation will be the best", file, best.folder());
        } catch (IOException bad) {
            LOG.warn("{} cannot be read, so the next evaluation will be the best: {}", file, bad.getMessage());
        }
        return Optional.empty();
    }

    private static BestCheckpoint decode(JsonNode json) throws IOException {
        String folder = json.path("checkpoint").asText();
        double accuracy = json.path("accuracy").asDouble(Double.NaN);
        if (!folder.matches("step-\\d{6,18}") || !(accuracy >= 0 && accuracy <= 1)) {
            throw new IOException("it holds neither a checkpoint nor an accuracy of 0 to 1");
        }
        return new BestCheckpoint(
                json.path("step").asLong(), accuracy, json.path("figure").asText(), folder);
    }

    /** Replaces it, and waits for the disk. */
    void write(BestCheckpoint best) throws IOException {
        Path temporary = root.resolve(TEMPORARY);
        DurableFiles.write(temporary, encode(best));
        Files.move(temporary, root.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncFolder(root);
    }

    private static byte[] encode(BestCheckpoint best) throws JsonProcessingException {
        ObjectNode json = JSON.createObjectNode()
                .put("step", best.step())
                .put("accuracy", best.accuracy())
                .put("figure", best.figure())
                .put("checkpoint", best.folder());
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Forgets a best checkpoint of a later step, which is about to be deleted. */
    void forgetAfter(long step) throws IOException {
        Optional<BestCheckpoint> best = read();
        if (best.isPresent() && stepOf(best.get()) > step) {
            Files.deleteIfExists(root.resolve(NAME));
            DurableFiles.syncFolder(root);
        }
    }

    /** The step of the checkpoint itself, which may be later than the step that was evaluated. */
    static long stepOf(BestCheckpoint best) {
        return Long.parseLong(best.folder().substring("step-".length()));
    }

    /** The whole checkpoint of a step, or else the first one after it; empty while there is none. */
    Optional<Path> firstFrom(long step) throws IOException {
        return CheckpointFolder.list(root).stream()
                .filter(folder -> folder.kind() == Kind.COMPLETE && folder.step() >= step)
                .min(Comparator.comparingLong(CheckpointFolder::step))
                .map(CheckpointFolder::path);
    }
}
