package org.masque.model.data;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Random images of 9x14 pixels, each tinted by its class (red, green or blue, in turn); some of them bad. */
public final class NumberedImages implements ImageSource {
    private static final int HEIGHT = 9;
    private static final int WIDTH = 14;
    private static final List<String> CLASSES = List.of("red", "green", "blue");

    private final int size;
    private final Set<Integer> bad;
    private boolean closed;

    /** As many images, of which those numbered {@code bad} cannot be read. */
    public NumberedImages(int size, Integer... bad) {
        this.size = size;
        this.bad = Set.of(bad);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public RawImage read(int id) throws BadImageException {
        if (bad.contains(id)) {
            throw new BadImageException(name(id), SkipReason.TRUNCATED, "cut off for the test");
        }
        SplittableRandom random = new SplittableRandom(id);
        byte[] rgb = new byte[3 * HEIGHT * WIDTH];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (random.nextInt(100) + (i % 3 == label(id) ? 150 : 0));
        }
        return new RawImage(HEIGHT, WIDTH, rgb);
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
        return "image " + id;
    }

    @Override
    public String fingerprint() {
        return "numbered-" + size;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Whether somebody closed it. */
    public boolean closed() {
        return closed;
    }

    /** Crops of MAE's sizes, half of them mirrored, to 12x20 pixels. */
    public static Augmentation augmentation() {
        return new Augmentation(
                12,
                20,
                Augmentation.MAE_CROP_SCALE,
                Augmentation.MAE_CROP_RATIO,
                0.5,
                new float[] {0.485f, 0.456f, 0.406f},
                new float[] {0.229f, 0.224f, 0.225f});
    }

    /** A budget that is never spent. */
    public static SkipBudget patience() {
        return new SkipBudget(new SkipTally(), 1, 1_000_000);
    }

    /** The whole images. */
    public ImageViews whole() {
        return ImageViews.whole(this, augmentation(), patience());
    }
}
