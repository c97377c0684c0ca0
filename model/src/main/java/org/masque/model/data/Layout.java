package org.masque.model.data;

import java.util.List;

/** Which files of a tree belong to a set. */
@FunctionalInterface
interface Layout {
    /** Lists them. */
    ImageListing list(FileTree tree);

    /** A split of a set that may be divided. */
    static Layout of(Split split) {
        return tree -> ImageListing.of(tree, split);
    }

    /** A test set apart from the training set, whose class folders are given in order. */
    static Layout testSet(List<String> learned) {
        return tree -> ImageListing.ofTestSet(tree, learned);
    }
}
