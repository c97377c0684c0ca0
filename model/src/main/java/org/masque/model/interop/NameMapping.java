package org.masque.model.interop;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.masque.config.Suggestion;

/**
 * Under which names a file's tensors are read.
 *
 * @param sources the names in the file that make up each tensor: several are stacked along the first axis
 * @param leftAside names in the file that belong to another part than the network
 * @param notes what was changed, for a person; empty if nothing was
 */
record NameMapping(Map<String, List<String>> sources, List<String> leftAside, List<String> notes) {
    private static final int LONGEST_COMPARED = 200;
    private static final int FARTHEST = 1000;
    private static final int OTHER_BLOCK = 8;
    private static final int USED = 4;

    /** Every tensor under its own name. */
    static NameMapping identity(Set<String> names) {
        Map<String, List<String>> sources = new TreeMap<>();
        names.forEach(name -> sources.put(name, List.of(name)));
        return new NameMapping(sources, List.of(), List.of());
    }

    /**
     * The name in the file that looks most like a public name, or is read as one that does.
     *
     * @param used public names that the network takes from the file, less likely to be meant
     */
    Optional<String> nearest(String missing, Set<String> used) {
        Map<String, Integer> edits = new TreeMap<>();
        sources.forEach((name, inFile) -> inFile.forEach(source -> edits.put(
                source, Math.min(edits(missing, name), edits(missing, source)) + (used.contains(name) ? USED : 0))));
        leftAside.forEach(name -> edits.put(name, edits(missing, name)));
        return edits.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    // The same layer of another block is farther away than another layer of the same block.
    private static int edits(String missing, String name) {
        if (name.length() > LONGEST_COMPARED) {
            return FARTHEST;
        }
        return Suggestion.edits(missing, name) + (block(missing).equals(block(name)) ? 0 : OTHER_BLOCK);
    }

    private static List<String> block(String name) {
        return Arrays.stream(name.split("\\."))
                .filter(word -> word.matches("[0-9]+"))
                .toList();
    }
}
