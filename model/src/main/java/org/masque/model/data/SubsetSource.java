package org.masque.model.data;

import java.io.IOException;
import java.util.List;

/**
 * Some images of another source, evenly spread over it, so that a set sorted by class keeps all its classes. It owns
 * the other source.
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
    public int label(int id) {
        return whole.label(place(id));
    }

    @Override
    public List<String> classNames() {
        return whole.classNames();
    }

    @Override
    public String name(int id) {
        return whole.name(place(id));
    }

    @Override
    public String fingerprint() {
        return whole.fingerprint() + "/" + size;
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
