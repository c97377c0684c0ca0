package org.masque.actors.run;

import java.nio.file.Path;

/**
 * Where the stage that finds parts leaves what.
 *
 * @param path its folder, inside that of the run
 */
public record PartFolder(Path path) {
    /** The labels of all images. */
    public Path labels() {
        return path.resolve("labels.bin");
    }

    /** The frozen encoder's attention maps, where only some patches are kept. */
    public Path attention() {
        return path.resolve("attention.bin");
    }

    /** A sheet of pictures of parts. */
    public Path picture() {
        return path.resolve("parts.png");
    }
}
