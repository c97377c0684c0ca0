package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files below a folder. Links are followed, circles are not.
 *
 * <p>Names are read from their bytes, so they are the same whatever the locale is, and a name that is no UTF-8 is as
 * good as any other.
 */
final class FolderTree implements FileTree {
    private static final int MAX_DEPTH = 16;

    private final Path folder;
    private final Map<String, Long> sizes = new TreeMap<>();
    private final Map<String, String> unreadable = new TreeMap<>();
    // Where a name does not lead to its file, because its bytes or its backslashes were read as something else.
    private final Map<String, Path> others = new HashMap<>();
    // Their names, which end with a slash; that of the folder itself is empty.
    private final Map<Path, String> folders = new HashMap<>();

    private FolderTree(Path folder) {
        this.folder = folder;
    }

    /**
     * Lists a folder.
     *
     * @throws DataException if it, or a folder below it, cannot be listed: nobody knows how many images that hides
     */
    static FolderTree open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + " is not a folder");
        }
        FolderTree tree = new FolderTree(folder);
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, tree.new Visitor());
        } catch (IOException failed) {
            String what =
                    failed instanceof FileSystemException known ? String.valueOf(known.getFile()) : folder.toString();
            throw new DataException(
                    "the folder " + what + " cannot be listed: " + reason(failed)
                            + "; mend it or take it out of the set",
                    failed);
        }
        return tree;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.equals(folder)) {
                folders.put(directory, "");
            } else if (FileNames.isShown(nameOf(directory))) {
                folders.put(directory, add(directory, 0, "/"));
            } else {
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isDirectory() && FileNames.isShown(nameOf(file))) {
                throw new FileSystemException(
                        file.toString(), null, "it lies more than " + MAX_DEPTH + " folders deep");
            }
            if (attributes.isSymbolicLink()) {
                addUnreadable(file, "it is a link to " + Files.readSymbolicLink(file) + ", which cannot be reached");
            } else if (attributes.isRegularFile()) {
                add(file, attributes.size(), "");
            } else if (!attributes.isDirectory()) {
                addUnreadable(file, "it is no regular file");
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof FileSystemLoopException) {
                unreadable.put(add(file, -1, "/"), "it is a link back to a folder around it");
            } else if (Files.isDirectory(file) && FileNames.isShown(nameOf(file))) {
                throw why;
            } else {
                addUnreadable(file, reason(why));
            }
            return FileVisitResult.CONTINUE;
        }
    }

    // What has no extension would be a folder.
    private void addUnreadable(Path file, String reason) {
        boolean hasExtension = file.toString().matches("(?s).*\\.[A-Za-z][A-Za-z0-9]{0,4}");
        unreadable.put(add(file, -1, hasExtension ? "" : "/"), reason);
    }

    private String add(Path file, long size, String end) {
        String name = FileNames.unique(nameOf(file) + end, sizes.keySet());
        sizes.put(name, size);
        if (!leadsTo(name, file)) {
            others.put(name, file);
        }
        return name;
    }

    private String nameOf(Path file) {
        String around = folders.getOrDefault(file.getParent(), "");
        String name = file.getFileName().toString();
        boolean ascii = name.chars().allMatch(character -> character < 0x80);
        return around + (ascii ? FileNames.usual(name) : decoded(file));
    }

    // A path tells its bytes in its URI only.
    private static String decoded(Path file) {
        String path = file.toUri().getRawPath().replaceFirst("/$", "");
        byte[] bytes = URLDecoder.decode(
                        path.substring(path.lastIndexOf('/') + 1).replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
        return FileNames.ofBytes(bytes, FileNames.codePage(List.of(bytes)));
    }

    private boolean leadsTo(String name, Path file) {
        try {
            return folder.resolve(name).equals(file);
        } catch (InvalidPathException otherLocale) {
            return false;
        }
    }

    private static String reason(IOException why) {
        if (why instanceof AccessDeniedException) {
            return "user " + System.getProperty("user.name") + " has no permission (chmod -R a+rX gives it)";
        }
        String reason = why instanceof FileSystemException known ? known.getReason() : why.getMessage();
        return reason == null ? why.toString() : reason;
    }

    @Override
    public String origin() {
        return folder.toString();
    }

    @Override
    public Map<String, Long> sizes() {
        return sizes;
    }

    @Override
    public Map<String, String> unreadable() {
        return unreadable;
    }

    @Override
    public String remedy() {
        return "mend or remove it and the others";
    }

    @Override
    public byte[] read(String name) throws BadImageException {
        String known = unreadable.get(name);
        if (known != null) {
            throw new BadImageException(title(name), SkipReason.UNREADABLE, known);
        }
        Path other = others.get(name);
        Path file = other == null ? folder.resolve(name) : other;
        try (InputStream stream = Files.newInputStream(file)) {
            return EncodedBytes.read(title(name), stream);
        } catch (AccessDeniedException denied) {
            throw new BadImageException(title(name), SkipReason.UNREADABLE, reason(denied));
        } catch (IOException gone) {
            throw new BadImageException(title(name), SkipReason.VANISHED, "cannot be read any more (" + gone + ")");
        }
    }

    @Override
    public String title(String name) {
        return folder + "/" + name;
    }

    @Override
    public void close() {
        // No file stays open between reads.
    }
}
