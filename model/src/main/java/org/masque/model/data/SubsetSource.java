package org.masque.model.data;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.masque.masking.Randomness;

/**
 * Some images of another source: one drawn from each of as many stretches of equal length, so that a set sorted by
 * class keeps all its classes, and so does one whose classes take turns. It owns the other source.
 */
public final class SubsetSource implements ImageSource {
    private final ImageSource whole;
    private final int size;

    private SubsetSource(ImageSource whole, int size) {
        this.whole = whole;
        this.size = size;
    }

    /** At most {@code limit} images; 0 or a limit beyond the set's size means all of them. */
    public static ImageSource of(ImageSource whole, int limit) {
        return limit == 0 || limit >= whole.size() ? whole : new SubsetSource(whole, limit);
    }

    private int place(int id) {
        int from = boundary(Objects.checkIndex(id, size));
        return from + Randomness.of(0, 0, id, Randomness.Purpose.SUBSET).nextInt(boundary(id + 1) - from);
    }

    private int boundary(int id) {
        return Math.toIntExact((long) id * whole.size() / size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RawImage read(int id) throws BadImageException {
        return whole.read(place(id));
    }

    @Override
    public RawImage read(int id, Reduction reduction) throws BadImageException {
        return whole.read(place(id), reduction);
    }

    @Override
    public int label(int id) {
        return whole.label(place(id));
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public List<String> classFolders() {
        return whole.classFolders();
    }

    @Override
    public String name(int id) {
        return whole.name(place(id));
    }

    @Override
    public String fingerprint() {
        return whole.fingerprint() + "/" + size + " drawn";
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
