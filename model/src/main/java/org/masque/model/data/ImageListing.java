package org.masque.model.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which files of a tree are the images of a split, and of which class.
 *
 * <p>Rules. Names are relative, parts divided by {@code /}. Hidden files and those that are not called {@code .jpg},
 * {@code .jpeg}, {@code .png} or {@code .bmp} are no images. A lone outer folder is passed through. Where there is
 * {@code train} beside {@code val}, {@code validation} or {@code test}, the split chooses; where there is
 * {@code images}, the images are in it. Below that, each folder is a class, or there is no folder, and no labels. Names
 * are in natural order.
 */
final class ImageListing {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp");
    private static final String TRAIN = "train/";
    private static final List<String> TEST = List.of("val/", "validation/", "test/");

    private final List<String> names = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<String> classes;

    private ImageListing(List<String> classes) {
        this.classes = classes;
    }

    /**
     * Lists the images.
     *
     * @param origin for messages
     * @param tree every file of the tree, and every folder with a {@code /} at its end
     * @throws DataException if there is no image, a class without images, or no such split
     */
    static ImageListing of(String origin, Collection<String> tree, Split split) {
        Set<String> entries = shown(tree);
        String top = topOf(entries);
        String root = rootOf(origin, entries, top, split);
        Set<String> classes = childFolders(entries, root);
        if (split == Split.TEST) {
            Set<String> learned = childFolders(entries, top + TRAIN);
            requireLearned(origin, root, classes, learned);
            classes = learned;
        }
        return listed(origin, entries, root, List.copyOf(classes));
    }

    /**
     * Lists the images of a test set that lies apart from the training set: class folders, or {@code train} beside the
     * split as in {@link #of}.
     *
     * @param learned the class folders of the training set, in order, without the {@code /}
     * @throws DataException if there is no image, no class, or one that is not learned
     */
    static ImageListing ofTestSet(String origin, Collection<String> tree, List<String> learned) {
        Set<String> entries = shown(tree);
        String top = topOf(entries);
        Set<String> folders = childFolders(entries, top);
        String root = folders.contains(TRAIN) ? top + testFolder(origin, folders) : top;
        Set<String> classes = childFolders(entries, root);
        if (classes.isEmpty()) {
            throw new DataException(origin + " has no class folders: there is nothing to evaluate on");
        }
        List<String> numbered = learned.stream().map(name -> name + "/").toList();
        requireLearned(origin, root, classes, numbered);
        return listed(origin, entries, root, numbered);
    }

    private static Set<String> shown(Collection<String> tree) {
        Set<String> entries = new TreeSet<>(NaturalOrder.INSTANCE);
        tree.stream().filter(ImageListing::isShown).forEach(entries::add);
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

    private static ImageListing listed(String origin, Set<String> entries, String root, List<String> classes) {
        ImageListing listing = new ImageListing(classes);
        listing.addImages(entries, root);
        listing.requireImages(origin, entries, root);
        return listing;
    }

    private static boolean isShown(String path) {
        return !("/" + path).contains("/.") && !("/" + path).contains("/__MACOSX/");
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
            Set<String> folders = childFolders(entries, top);
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

    private static String rootOf(String origin, Set<String> entries, String top, Split split) {
        Set<String> folders = childFolders(entries, top);
        if (folders.contains(TRAIN)) {
            return top + (split == Split.TRAIN ? TRAIN : testFolder(origin, folders));
        }
        String root = folders.contains("images/") ? top + "images/" : top;
        if (split == Split.TEST) {
            throw new DataException(
                    origin + " is not divided: it has no folders train/ and val/ (or test/), so there is"
                            + " nothing to evaluate on");
        }
        return root;
    }

    private static String testFolder(String origin, Set<String> folders) {
        return TEST.stream()
                .filter(folders::contains)
                .findFirst()
                .orElseThrow(
                        () -> new DataException(origin + " has train/ but neither val/ nor validation/ nor test/"));
    }

    private static Set<String> childFolders(Set<String> entries, String folder) {
        Set<String> children = new TreeSet<>(NaturalOrder.INSTANCE);
        for (String entry : entries) {
            int slash = entry.indexOf('/', folder.length());
            if (entry.startsWith(folder) && slash >= 0) {
                children.add(entry.substring(folder.length(), slash + 1));
            }
        }
        return children;
    }

    private static boolean hasImages(Set<String> entries, String folder) {
        return entries.stream()
                .anyMatch(
                        entry -> entry.startsWith(folder) && entry.indexOf('/', folder.length()) < 0 && isImage(entry));
    }

    private void addImages(Set<String> entries, String root) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        for (String entry : entries) {
            if (!entry.startsWith(root) || !isImage(entry)) {
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

    private void requireImages(String origin, Set<String> entries, String root) {
        Map<String, Integer> counts = new TreeMap<>(NaturalOrder.INSTANCE);
        childFolders(entries, root).forEach(name -> counts.put(name, 0));
        labels.stream().filter(label -> label >= 0).forEach(label -> counts.merge(classes.get(label), 1, Integer::sum));
        if (names.isEmpty()) {
            throw new DataException(origin + ": no .jpg, .jpeg, .png or .bmp among the " + entries.size()
                    + " files and folders" + (root.isEmpty() ? "" : " (looked in " + root + ")")
                    + (counts.isEmpty() ? "" : "; class folders without images: " + counts.keySet()));
        }
        List<String> empty = counts.entrySet().stream()
                .filter(count -> count.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!empty.isEmpty()) {
            throw new DataException(origin + ": class folders without images: " + empty + "; the others hold "
                    + names.size() + " images; fill or remove the empty ones");
        }
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

    /**
     * A digest of names, labels and sizes, without the place where the set lies.
     *
     * @param sizes bytes of each file of the tree
     */
    String fingerprint(List<String> classNames, Map<String, Long> sizes) {
        Digest digest = new Digest().line("images");
        classNames.forEach(digest::line);
        for (int id = 0; id < names.size(); id++) {
            digest.line(names.get(id) + "\t" + labels.get(id) + "\t" + sizes.get(names.get(id)));
        }
        return digest.hex();
    }
}
