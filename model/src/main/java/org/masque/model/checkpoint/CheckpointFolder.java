package org.masque.model.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of the store, by its name: {@code step-000123}, or with {@code .tmp-<uuid>}, {@code .replaced-<uuid>},
 * {@code .corrupt-<uuid>} after it.
 *
 * @param path of the folder
 * @param step in its name
 * @param kind in its name
 */
record CheckpointFolder(Path path, long step, Kind kind) {
    private static final Pattern NAME = Pattern.compile("step-(\\d{6,18})(?:\\.(tmp|replaced|corrupt)(?:-.*)?)?");

    /** What the name promises of the content, most useful first. */
    enum Kind {
        /** Published whole. */
        COMPLETE(""),
        /** Published whole once; another save of the same step took its name. */
        REPLACED("replaced"),
        /** Being written, or being deleted, or left behind by either. */
        TEMPORARY("tmp"),
        /** Found not to verify. */
        CORRUPT("corrupt");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** The name of a published checkpoint. */
    static Path complete(Path root, long step) {
        return root.resolve(String.format(Locale.ROOT, "step-%06d", step));
    }

    /** A name of another kind that nothing has yet. */
    static Path fresh(Path root, long step, Kind kind) {
        Path complete = complete(root, step);
        return complete.resolveSibling(complete.getFileName() + "." + kind.word + "-" + UUID.randomUUID());
    }

    /** The name for a bad checkpoint of a step: plain the first time, told apart by chance later. */
    static Path corrupt(Path root, long step) {
        Path plain = root.resolve(complete(root, step).getFileName() + "." + Kind.CORRUPT.word);
        return Files.exists(plain) ? fresh(root, step, Kind.CORRUPT) : plain;
    }

    /**
     * All folders of the store, highest step first, and within a step in the order of kinds; other names are ignored.
     */
    static List<CheckpointFolder> list(Path root) throws IOException {
        List<CheckpointFolder> found = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches() && Files.isDirectory(entry)) {
                    found.add(new CheckpointFolder(entry, Long.parseLong(name.group(1)), kind(name)));
                }
            }
        }
        found.sort(Comparator.comparingLong(CheckpointFolder::step)
                .reversed()
                .thenComparing(CheckpointFolder::kind)
                .thenComparing(CheckpointFolder::path));
        return found;
    }

    private static Kind kind(Matcher name) {
        String word = name.group(2) == null ? "" : name.group(2);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow();
    }
}
