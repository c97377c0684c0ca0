package org.masque.model.data;

import java.util.Collection;
import java.util.List;

/** Which files of a tree belong to a set. */
@FunctionalInterface
interface Layout {
    /**
     * Lists them.
     *
     * @param origin for messages
     * @param tree every file of the tree, and every folder with a {@code /} at its end
     */
    ImageListing list(String origin, Collection<String> tree);

    /** A split of a set that may be divided. */
    static Layout of(Split split) {
        return (origin, tree) -> ImageListing.of(origin, tree, split);
    }

    /** A test set apart from the training set, whose class folders are given in order. */
    static Layout testSet(List<String> learned) {
        return (origin, tree) -> ImageListing.ofTestSet(origin, tree, learned);
    }
}
