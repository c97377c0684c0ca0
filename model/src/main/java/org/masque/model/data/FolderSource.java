package org.masque.model.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Image files in a folder, with class folders or without; {@link ImageListing} tells the layouts. */
public final class FolderSource implements ImageSource {
    private static final Logger LOG = LoggerFactory.getLogger(FolderSource.class);
    private static final int MAX_DEPTH = 16;

    private final Path folder;
    private final Map<String, Long> sizes;
    private final ImageListing listing;
    private final List<String> classNames;
    private final ImageDecoder decoder;

    private FolderSource(Path folder, Map<String, Long> sizes, Layout layout, ImageDecoder decoder) throws IOException {
        this.folder = folder;
        this.sizes = sizes;
        this.listing = layout.list(folder.toString(), sizes.keySet());
        Path titles = folder.resolve(ClassTitles.FILE);
        byte[] text = Files.isRegularFile(titles) ? Files.readAllBytes(titles) : new byte[0];
        this.classNames = ClassTitles.apply(text, listing.classFolders());
        this.decoder = decoder;
    }

    /**
     * Lists a folder; reads no image yet.
     *
     * @throws DataException if it cannot be listed, holds no image, or a class folder holds none
     */
    static FolderSource open(Path folder, Layout layout, ImageDecoder decoder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + " is not a folder");
        }
        try {
            return new FolderSource(folder, list(folder), layout, decoder);
        } catch (IOException unreadable) {
            throw new DataException(folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    // Every file and folder below, with its size; links are followed, circles are not.
    private static Map<String, Long> list(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<Path>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.equals(folder)) {
                    sizes.put(relative(folder, directory) + "/", 0L);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    sizes.put(relative(folder, file), attributes.size());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
                LOG.warn("left out {}: {}", file, why.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return sizes;
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public int size() {
        return listing.names().size();
    }

    @Override
    public RawImage read(int id) throws BadImageException {
        return read(id, Reduction.NONE);
    }

    @Override
    public RawImage read(int id, Reduction reduction) throws BadImageException {
        String name = listing.names().get(id);
        try (InputStream file = Files.newInputStream(folder.resolve(name))) {
            return decoder.decode(name(id), EncodedBytes.read(name(id), file), reduction);
        } catch (IOException gone) {
            throw new BadImageException(name(id), SkipReason.VANISHED, "cannot be read any more (" + gone + ")");
        }
    }

    @Override
    public int label(int id) {
        return listing.label(id);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public List<String> classFolders() {
        return listing.classFolders();
    }

    @Override
    public String name(int id) {
        return folder.resolve(listing.names().get(id)).toString();
    }

    @Override
    public String fingerprint() {
        return listing.fingerprint(classNames, sizes);
    }

    @Override
    public void close() {
        // No file stays open between reads.
    }
}
