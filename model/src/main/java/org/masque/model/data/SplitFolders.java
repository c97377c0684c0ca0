package org.masque.model.data;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The folders that divide a set, each with a {@code /} at its end, and those that do not.
 *
 * @param train called {@code train} or {@code training}, in any capitals
 * @param test called {@code val}, {@code valid}, {@code validation}, {@code test} or {@code testing}; the first one is
 *     used
 * @param others in their order
 */
record SplitFolders(List<String> train, List<String> test, List<String> others) {
    private static final List<String> TRAIN = List.of("train/", "training/");
    private static final List<String> TEST = List.of("val/", "valid/", "validation/", "test/", "testing/");

    static SplitFolders among(Collection<String> folders) {
        return new SplitFolders(
                called(TRAIN, folders),
                called(TEST, folders),
                folders.stream()
                        .filter(folder -> !TRAIN.contains(lower(folder)) && !TEST.contains(lower(folder)))
                        .toList());
    }

    private static List<String> called(List<String> names, Collection<String> folders) {
        return names.stream()
                .flatMap(name -> folders.stream().filter(folder -> lower(folder).equals(name)))
                .toList();
    }

    private static String lower(String folder) {
        return folder.toLowerCase(Locale.ROOT);
    }

    /** Whether the set is divided. */
    boolean divide() {
        return !train.isEmpty();
    }

    /**
     * Refuses folders of which nobody can tell whether they are classes or parts of a split: training on the wrong ones
     * would look like success.
     *
     * @param where the set, for the message
     * @param filled those that hold images
     * @throws DataException with what there is and what to do
     */
    void requireClear(String where, Collection<String> filled) {
        List<String> beside = others.stream().filter(filled::contains).toList();
        if (train.size() > 1) {
            throw new DataException(where + " has " + train + ": merge them, or rename all but the one to train on");
        }
        if (divide() && test.isEmpty() && !beside.isEmpty()) {
            throw new DataException(
                    where + " has " + train.get(0) + " beside other folders with images and no test part: "
                            + shortened(beside) + ". If they are classes, rename " + train.get(0)
                            + "; if it is the set to train on, move the others away or name it alone as the path");
        }
        if (!divide() && !test.isEmpty()) {
            throw new DataException(where + " has " + test
                    + " but no train/: its images would be trained on. Move what to train on"
                    + (beside.isEmpty() ? "" : ", " + shortened(beside) + ",")
                    + " into train/, or rename " + test.get(0) + " if it is a class, or name it alone as the path");
        }
    }

    private static String shortened(List<String> folders) {
        return folders.size() <= 5
                ? folders.toString()
                : folders.subList(0, 5) + " and " + (folders.size() - 5) + " more";
    }
}
