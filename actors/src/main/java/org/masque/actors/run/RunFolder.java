package org.masque.actors.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run leaves what.
 *
 * @param path the run's own folder
 */
public record RunFolder(Path path) {
    // Weights of the encoder's run lie deepest: RUN/encoder/checkpoints/step-N/FILE.
    private static final int MOST_UP = 5;

    /** The folder of a named run. */
    public static RunFolder of(String folder, String name) {
        return new RunFolder(Path.of(folder).resolve(name));
    }

    /** The run with parts that a file or folder belongs to: the nearest above it that holds labels. */
    public static Optional<RunFolder> withParts(Path below) {
        Path path = below.toAbsolutePath();
        for (int up = 0; up < MOST_UP && path != null; up++) {
            RunFolder folder = new RunFolder(path);
            if (Files.exists(folder.parts().labels())) {
                return Optional.of(folder);
            }
            path = path.getParent();
        }
        return Optional.empty();
    }

    /** The recipe with every default filled in. */
    public Path effectiveRecipe() {
        return path.resolve("effective.conf");
    }

    /** Versions, seeds, data, machine. */
    public Path provenance() {
        return path.resolve("provenance.json");
    }

    /** One JSON object a line. */
    public Path log() {
        return path.resolve("log.jsonl");
    }

    /** What the run goes on from, and what is kept beside that. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** What the run came to. */
    public Path results() {
        return path.resolve("results.json");
    }

    /** Event files for TensorBoard, one a start. */
    public Path tensorBoard() {
        return path.resolve("tensorboard");
    }

    /** Who did what when in the first steps, for Perfetto. */
    public Path trace() {
        return path.resolve("trace.json");
    }

    /** Sheets of pictures. */
    public Path pictures() {
        return path.resolve("pictures");
    }

    /** The semantic parts of the images, and what they were learned by. */
    public PartFolder parts() {
        return new PartFolder(path.resolve("parts"));
    }

    /** The name, below this folder, of the run that pre-trains the encoder which parts are found with. */
    public static String encoderName() {
        return "encoder";
    }

    /** What actors, queues and devices did last, written anew every second or two. */
    public Path actors() {
        return path.resolve("actors.json");
    }

    /** The maps in use, memory-mapped. */
    public Path maps() {
        return path.resolve("maps.bin");
    }
}
