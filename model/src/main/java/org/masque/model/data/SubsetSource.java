package org.masque.model.data;

import java.io.IOException;
import java.util.List;

/** Some images of another source, spread over its classes by {@link Selection}. It owns the other source. */
public final class SubsetSource implements ImageSource {
    private final ImageSource whole;
    private final int[] chosen;
    private final long seed;

    private SubsetSource(ImageSource whole, int limit, long seed) {
        this.whole = whole;
        this.chosen = Selection.of(whole, limit, seed);
        this.seed = seed;
    }

    /** At most {@code limit} images; 0 or a limit beyond the set's size means all of them. */
    public static ImageSource of(ImageSource whole, int limit, long seed) {
        return limit == 0 || limit >= whole.size() ? whole : new SubsetSource(whole, limit, seed);
    }

    @Override
    public int size() {
        return chosen.length;
    }

    @Override
    public RawImage read(int id) throws BadImageException {
        return whole.read(chosen[id]);
    }

    @Override
    public RawImage read(int id, Reduction reduction) throws BadImageException {
        return whole.read(chosen[id], reduction);
    }

    @Override
    public int label(int id) {
        return whole.label(chosen[id]);
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
        return whole.name(chosen[id]);
    }

    // Says how they were chosen, since that was done otherwise before ("100 drawn").
    @Override
    public String fingerprint() {
        return whole.fingerprint() + "/" + chosen.length + " spread over classes by seed " + seed;
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
