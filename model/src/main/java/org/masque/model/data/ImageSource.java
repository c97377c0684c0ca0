package org.masque.model.data;

import java.io.Closeable;
import java.util.List;

/**
 * A set of images with fixed numbers, readable from many threads at once.
 *
 * <p>Reading one image again gives the same pixels, or the same failure.
 */
public interface ImageSource extends Closeable {
    /** The number of images, good or bad; their ids are 0 to size-1. */
    int size();

    /**
     * Reads and decodes one image.
     *
     * @param id 0 to size-1
     * @return 8-bit RGB pixels, upright
     * @throws BadImageException if this image cannot be had: the caller skips, names and counts it
     */
    RawImage read(int id) throws BadImageException;

    /**
     * Reads and decodes one image, smaller than it is where that is allowed and saves time.
     *
     * @param reduction asked once the size is known
     * @throws BadImageException as above
     */
    default RawImage read(int id, Reduction reduction) throws BadImageException {
        return read(id);
    }

    /** The class of an image, 0 to {@code classNames().size()-1}, or -1 where there is none. */
    int label(int id);

    /** The names of the classes; empty for an unlabelled set. */
    List<String> classNames();

    /** What tells the classes apart in the files, in the order of {@link #classNames}: for folders, their names. */
    default List<String> classFolders() {
        return classNames();
    }

    /** The name by which a person finds the image again: a path, or archive and record. */
    String name(int id);

    /** A digest of what the set holds (names, sizes, labels), the same on every machine; for provenance and resume. */
    String fingerprint();
}
