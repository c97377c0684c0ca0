package org.masque.model.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.masque.masking.Randomness;

/**
 * Generated scenes of 64x64 pixels: needs no files, has labels and true parts, and is the same for a seed on every
 * machine.
 *
 * <p>Each scene holds one of ten composite objects. The class can be told by shape only: colours, textures, place, size
 * and tilt are drawn without regard to it. Classes take turns, so every set is balanced.
 */
public final class ShapesSource implements ImageSource {
    /** Rows and columns of a scene. */
    public static final int SIDE = ShapeScene.SIDE;

    /** The most parts that an object has. */
    public static final int MOST_PARTS = 4;

    // A change of the drawing changes every scene, and must change the fingerprint.
    private static final int DRAWING = 1;
    private static final long TEST_SAMPLES = 1L << 32;
    private static final List<String> CLASSES =
            ShapeKind.ALL.stream().map(ShapeKind::label).toList();

    private final int size;
    private final long seed;
    private final Split split;
    // Drawn once, then kept: 12 KB a scene, less than an epoch's drawing is worth. Larger sets would fill the heap.
    private static final int MOST_KEPT = 5_000;

    private final Map<Integer, RawImage> drawn = new ConcurrentHashMap<>();

    /**
     * Makes a set; draws nothing yet.
     *
     * @param size number of scenes, at least 1
     * @param split scenes of the two splits are drawn apart
     */
    public ShapesSource(int size, long seed, Split split) {
        if (size < 1) {
            throw new DataException("a set of " + size + " generated scenes; ask for at least 1");
        }
        this.size = size;
        this.seed = seed;
        this.split = split;
    }

    private ShapeScene scene(int id) {
        Objects.checkIndex(id, size);
        long sample = split == Split.TRAIN ? id : id + TEST_SAMPLES;
        SplittableRandom random = Randomness.of(seed, 0, sample, Randomness.Purpose.SHAPES);
        return new ShapeScene(ShapeKind.ALL.get(label(id)), random);
    }

    /**
     * The part that each pixel of a scene shows, row by row: 0 the background, 1 to 4 the object's parts; a fresh
     * array.
     */
    public byte[] parts(int id) {
        return scene(id).parts();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RawImage read(int id) {
        return size <= MOST_KEPT
                ? drawn.computeIfAbsent(id, missing -> scene(missing).image())
                : scene(id).image();
    }

    @Override
    public int label(int id) {
        return id % CLASSES.size();
    }

    @Override
    public List<String> classNames() {
        return CLASSES;
    }

    @Override
    public String name(int id) {
        return "shapes!" + split.label() + "/" + id;
    }

    @Override
    public String fingerprint() {
        return new Digest()
                .line("shapes " + DRAWING)
                .line(split + " " + size + " of seed " + seed)
                .hex();
    }

    @Override
    public void close() {
        drawn.clear();
    }
}
