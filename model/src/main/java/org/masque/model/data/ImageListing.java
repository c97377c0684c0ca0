package org.masque.model.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which files of a tree are the images of a split, and of which class.
 *
 * <p>Rules. Hidden files, clutter ({@link FileNames#isShown}) and what is not called {@code .jpg}, {@code .jpeg},
 * {@code .png} or {@code .bmp} are no images. A lone outer folder is passed through. Where there is {@code train}
 * beside {@code val} or {@code test} ({@link SplitFolders}), the split chooses; where there is {@code images}, the
 * images are in it. Below that, each folder is a class, or there is no folder, and no labels. Names are in natural
 * order.
 *
 * <p>What cannot be read is listed with the others, so that it is counted when it is to be read.
 */
final class ImageListing {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp");
    private static final String IMAGES = "images/";

    private final FileTree tree;
    private final String root;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> classes;
    private final List<String> remarks = new ArrayList<>();

    private ImageListing(FileTree tree, Set<String> entries, String root, Collection<String> classes) {
        this.tree = tree;
        this.root = root;
        this.classes = List.copyOf(classes);
        requireNoMissingFolder(tree, entries, root);
        addImages(entries);
        requireImages(entries);
        requireReadable();
    }

    /**
     * Lists the images.
     *
     * @throws DataException if there is no image that can be read, a class without images, or no such split
     */
    static ImageListing of(FileTree tree, Split split) {
        Set<String> entries = shown(tree);
        String top = topOf(entries);
        requireNoMissingFolder(tree, entries, top);
        Map<String, Integer> folders = childFolders(entries, top);
        SplitFolders parts = SplitFolders.among(folders.keySet());
        parts.requireClear(tree.title(top), filled(folders));
        return split == Split.TRAIN ? trainingSet(tree, entries, top, parts) : testSet(tree, entries, top, parts);
    }

    private static ImageListing trainingSet(FileTree tree, Set<String> entries, String top, SplitFolders parts) {
        String root = top
                + (parts.divide()
                        ? parts.train().get(0)
                        : parts.others().stream()
                                .filter(IMAGES::equalsIgnoreCase)
                                .findFirst()
                                .orElse(""));
        ImageListing listing = new ImageListing(
                tree, entries, root, childFolders(entries, root).keySet());
        listing.tellLeftOut(entries, top, parts.test());
        return listing;
    }

    private static ImageListing testSet(FileTree tree, Set<String> entries, String top, SplitFolders parts) {
        if (!parts.divide()) {
            throw new DataException(
                    tree.origin()
                            + " is not divided: it has no folders train/ and val/ (or test/), so there is nothing to evaluate on");
        }
        Collection<String> learned =
                childFolders(entries, top + parts.train().get(0)).keySet();
        return ofPart(tree, entries, top, parts, learned);
    }

    /**
     * Lists the images of a test set that lies apart from the training set: class folders, alone or in the test part of
     * a split as in {@link #of}.
     *
     * @param learned the class folders of the training set, in order, without the {@code /}
     * @throws DataException if there is no image that can be read, no class, or one that is not learned
     */
    static ImageListing ofTestSet(FileTree tree, List<String> learned) {
        List<String> numbered = learned.stream().map(name -> name + "/").toList();
        Set<String> entries = shown(tree);
        String top = topOf(entries);
        requireNoMissingFolder(tree, entries, top);
        Map<String, Integer> folders = childFolders(entries, top);
        SplitFolders parts = SplitFolders.among(folders.keySet());
        boolean onlyParts = parts.others().stream().noneMatch(filled(folders)::contains)
                && parts.test().stream().noneMatch(numbered::contains);
        if (parts.divide() || (!parts.test().isEmpty() && onlyParts)) {
            return ofPart(tree, entries, top, parts, numbered);
        }
        if (folders.isEmpty()) {
            throw new DataException(tree.origin() + " has no class folders: there is nothing to evaluate on");
        }
        return ofLearned(tree, entries, top, numbered);
    }

    private static ImageListing ofPart(
            FileTree tree, Set<String> entries, String top, SplitFolders parts, Collection<String> learned) {
        if (parts.test().isEmpty()) {
            throw new DataException(tree.origin() + " has " + parts.train().get(0)
                    + " but none of val/, valid/, validation/ and test/");
        }
        String used = parts.test().get(0);
        ImageListing listing = ofLearned(tree, entries, top + used, learned);
        if (parts.test().size() > 1) {
            listing.remarks.add(tree.origin() + ": the test images are those of " + used + "; left alone: "
                    + String.join(", ", parts.test().subList(1, parts.test().size())));
        }
        return listing;
    }

    private static ImageListing ofLearned(FileTree tree, Set<String> entries, String root, Collection<String> learned) {
        requireLearned(tree.origin(), root, childFolders(entries, root).keySet(), learned);
        return new ImageListing(tree, entries, root, learned);
    }

    private static Set<String> shown(FileTree tree) {
        Set<String> entries = new TreeSet<>(NaturalOrder.INSTANCE);
        tree.sizes().keySet().stream().filter(FileNames::isShown).forEach(entries::add);
        return entries;
    }

    // The numbers of the classes must not depend on which of them the smaller split happens to hold.
    private static void requireLearned(String origin, String root, Set<String> classes, Collection<String> learned) {
        Set<String> unknown = new TreeSet<>(classes);
        unknown.removeAll(learned);
        if (!unknown.isEmpty()) {
            throw new DataException(origin + (root.isEmpty() ? "" : ": " + root)
                    + " has class folders that the training set has not: " + unknown);
        }
    }

    /** Whether a file is an image by its name. */
    static boolean isImage(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(extension);
    }

    // The folder under which a layout begins: archives often hold one outer folder.
    private static String topOf(Set<String> entries) {
        String top = "";
        while (true) {
            Set<String> folders = childFolders(entries, top).keySet();
            if (folders.size() != 1 || hasImages(entries, top)) {
                return top;
            }
            String only = top + folders.iterator().next();
            if (childFolders(entries, only).isEmpty()) {
                return top;
            }
            top = only;
        }
    }

    // How many images each folder holds, at any depth.
    private static Map<String, Integer> childFolders(Set<String> entries, String folder) {
        Map<String, Integer> children = new HashMap<>();
        for (String entry : entries) {
            int slash = entry.indexOf('/', folder.length());
            if (entry.startsWith(folder) && slash >= 0) {
                children.merge(entry.substring(folder.length(), slash + 1), isImage(entry) ? 1 : 0, Integer::sum);
            }
        }
        // Sorted once: to compare names is what takes long in a set of a million.
        Map<String, Integer> sorted = new TreeMap<>(NaturalOrder.INSTANCE);
        sorted.putAll(children);
        return sorted;
    }

    private static Set<String> filled(Map<String, Integer> folders) {
        Set<String> filled = new TreeSet<>(folders.keySet());
        filled.removeIf(folder -> Objects.equals(folders.get(folder), 0));
        return filled;
    }

    private static boolean hasImages(Set<String> entries, String folder) {
        return entries.stream().anyMatch(entry -> isDirectlyIn(folder, entry) && isImage(entry));
    }

    private static boolean isDirectlyIn(String folder, String entry) {
        int slash = entry.indexOf('/', folder.length());
        return entry.startsWith(folder)
                && entry.length() > folder.length()
                && (slash < 0 || slash == entry.length() - 1);
    }

    // A class or a part of the split that cannot be read would change what is learned.
    private static void requireNoMissingFolder(FileTree tree, Set<String> entries, String folder) {
        tree.unreadable().forEach((name, reason) -> {
            if (name.endsWith("/") && isDirectlyIn(folder, name) && entries.contains(name)) {
                throw new DataException(tree.title(name) + " may be a folder of the set, and cannot be read: " + reason
                        + "; mend or remove it");
            }
        });
    }

    private void addImages(Set<String> entries) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        for (String entry : entries) {
            if (!entry.startsWith(root) || !isListed(entry)) {
                continue;
            }
            int slash = entry.indexOf('/', root.length());
            int label = slash < 0 ? -1 : numbers.getOrDefault(entry.substring(root.length(), slash + 1), -1);
            // A stray file beside the class folders belongs to no class.
            if (label >= 0 || classes.isEmpty()) {
                names.add(entry);
                labels.add(label);
            }
        }
    }

    private boolean isListed(String entry) {
        return isImage(entry) || (entry.endsWith("/") && tree.unreadable().containsKey(entry));
    }

    private void requireImages(Set<String> entries) {
        Map<String, Integer> counts = childFolders(entries, root);
        if (names.isEmpty()) {
            throw new DataException(tree.origin() + ": no .jpg, .jpeg, .png or .bmp among the " + entries.size()
                    + " files and folders" + (root.isEmpty() ? "" : " (looked in " + root + ")")
                    + (counts.isEmpty() ? "" : "; class folders without images: " + counts.keySet()));
        }
        List<String> empty = counts.entrySet().stream()
                .filter(count -> count.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!empty.isEmpty()) {
            throw new DataException(tree.origin() + ": class folders without images: " + empty + "; the others hold "
                    + names.size() + " images; fill or remove the empty ones");
        }
    }

    private void requireReadable() {
        List<String> closed =
                names.stream().filter(tree.unreadable()::containsKey).toList();
        if (closed.isEmpty()) {
            return;
        }
        String first = closed.get(0) + ": " + tree.unreadable().get(closed.get(0));
        if (closed.size() == names.size()) {
            throw new DataException(tree.origin() + ": none of its " + names.size() + " images can be read. " + first
                    + "; " + tree.remedy());
        }
        remarks.add(tree.origin() + ": " + closed.size() + " of " + names.size()
                + " images cannot be read, the first of them " + first);
    }

    private void tellLeftOut(Set<String> entries, String top, List<String> test) {
        List<String> left = new ArrayList<>();
        childFolders(entries, top).forEach((folder, images) -> {
            if (images > 0 && !root.startsWith(top + folder) && !root.equals(top) && !test.contains(folder)) {
                left.add(images + " in " + folder);
            }
        });
        long beside = entries.stream()
                .filter(entry -> isImage(entry) && isBeside(top, entry))
                .count();
        if (beside > 0) {
            left.add(beside + " beside the folders");
        }
        if (!left.isEmpty()) {
            remarks.add(tree.origin() + ": images that belong to no class and no part of a split are left out: "
                    + String.join(", ", left));
        }
    }

    private boolean isBeside(String top, String entry) {
        return isDirectlyIn(root, entry) ? !classes.isEmpty() : isDirectlyIn(top, entry);
    }

    /** What a person should know of how the tree was understood, in sentences. */
    List<String> remarks() {
        return remarks;
    }

    /** The images, in order; their places are their ids. */
    List<String> names() {
        return names;
    }

    /** The class of an image, or -1. */
    int label(int id) {
        return labels.get(id);
    }

    /** The names of the class folders, without the {@code /}; empty where there are no labels. */
    List<String> classFolders() {
        return classes.stream()
                .map(name -> name.substring(0, name.length() - 1))
                .toList();
    }

    /** A digest of names, labels and sizes, without the place where the set lies. */
    String fingerprint(List<String> classNames) {
        Digest digest = new Digest().line("images");
        classNames.forEach(digest::line);
        for (int id = 0; id < names.size(); id++) {
            digest.line(
                    names.get(id) + "\t" + labels.get(id) + "\t" + tree.sizes().get(names.get(id)));
        }
        return digest.hex();
    }
}
