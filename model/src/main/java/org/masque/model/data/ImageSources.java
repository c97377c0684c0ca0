package org.masque.model.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens data sets by kind and path. */
public final class ImageSources {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSources.class);
    private static final String SOME_BATCH = "data_batch_1.bin";

    private ImageSources() {}

    /**
     * Opens a set of files.
     *
     * @param kind {@link SourceKind#CIFAR10} or {@link SourceKind#IMAGES}
     * @param path a folder or an archive
     * @param maxPixels images of more pixels are skipped
     * @return the source, which the caller closes
     * @throws DataException if the set cannot be used, with the reason and the remedy
     */
    public static ImageSource open(SourceKind kind, Path path, Split split, long maxPixels) {
        requireThere(path);
        return switch (kind) {
            case CIFAR10 -> Cifar10Source.open(path, split);
            case IMAGES -> openImages(path, Layout.of(split), new ImageDecoder(maxPixels));
            case SHAPES -> throw new IllegalArgumentException("shapes are generated, and have no path");
        };
    }

    /**
     * Reads both halves of CIFAR-10, in one pass over its archive.
     *
     * @throws DataException if there is nothing to read
     */
    public static Cifar10Files cifar10(Path path) {
        requireThere(path);
        return Cifar10Files.read(path);
    }

    private static void requireThere(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + " does not exist; correct data.path");
        }
    }

    /**
     * Opens the files of a test set that lies apart from its training set.
     *
     * @param train gives the classes their numbers
     * @return the source, which the caller closes
     * @throws DataException if the set cannot be used, or has a class that {@code train} has not
     */
    public static ImageSource openTest(SourceKind kind, Path path, ImageSource train, long maxPixels) {
        if (kind != SourceKind.IMAGES) {
            return open(kind, path, Split.TEST, maxPixels);
        }
        if (!Files.exists(path)) {
            throw new DataException(path + " does not exist; correct data.testPath");
        }
        return openImages(path, Layout.testSet(train.classFolders()), new ImageDecoder(maxPixels));
    }

    private static ImageSource openImages(Path path, Layout layout, ImageDecoder decoder) {
        if (!Files.isDirectory(path) && !lowerName(path).endsWith(".zip")) {
            throw new DataException(
                    path + " is neither a folder nor a .zip; unpack it, or pack the images into a .zip");
        }
        FileSource source = Files.isDirectory(path)
                ? FileSource.ofFolder(path, layout, decoder)
                : FileSource.ofZip(path, layout, decoder);
        source.remarks().forEach(LOG::warn);
        return source;
    }

    /** Guesses the kind of a set from its files. */
    public static SourceKind kindOf(Path path) {
        String name = lowerName(path);
        boolean cifar = name.endsWith(".tar.gz")
                || name.endsWith(".tgz")
                || Files.exists(path.resolve(SOME_BATCH))
                || Files.exists(path.resolve(Cifar10Files.FOLDER).resolve(SOME_BATCH));
        return cifar ? SourceKind.CIFAR10 : SourceKind.IMAGES;
    }

    private static String lowerName(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
