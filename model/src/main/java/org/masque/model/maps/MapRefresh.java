package org.masque.model.maps;

import org.masque.model.data.ViewSource;
import org.masque.model.data.Views;
import org.masque.model.vit.PatchMaps;

/**
 * Walks the data set once and writes the map of every image, a few at a time.
 *
 * <p>Whoever drives it may stop between two calls; what is written stays, stamped with its version.
 */
public final class MapRefresh {
    private static final int CHUNK = 64;

    private final ViewSource wholeImages;
    private final PatchMaps maps;
    private final MapStore store;
    private final int images;
    private final MapStamp stamp;
    private int next;
    private int uniform;

    /**
     * A walk over all images of a data set.
     *
     * @param wholeImages whole images squeezed to the network's size, not cropped, not flipped (spec 3.1), borrowed
     * @param maps over the weights of the stamp's version, borrowed
     * @param store where maps go, borrowed
     * @param images in the data set
     * @param stamp of every map written
     */
    public MapRefresh(ViewSource wholeImages, PatchMaps maps, MapStore store, int images, MapStamp stamp) {
        this.wholeImages = wholeImages;
        this.maps = maps;
        this.store = store;
        this.images = images;
        this.stamp = stamp;
    }

    /** Makes the maps of the next few images; false when there are none left. Images that cannot be read get no map. */
    public boolean advance() {
        if (next >= images) {
            return false;
        }
        int[] ids = new int[Math.min(CHUNK, images - next)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = next + i;
        }
        next += ids.length;
        try (Views views = wholeImages.load(stamp.epoch(), ids)) {
            write(views);
        }
        return next < images;
    }

    /** How many images it has seen. */
    public int done() {
        return next;
    }

    /** How many there are. */
    public int images() {
        return images;
    }

    /**
     * How many of the maps so far say nothing: all weights are the same, as of an image of one colour. Masks made of
     * one are random.
     */
    public int uniform() {
        return uniform;
    }

    private void write(Views views) {
        if (views.size() == 0) {
            return;
        }
        float[][] made = maps.of(views.tensor());
        for (int i = 0; i < made.length; i++) {
            store.write(views.ids()[i], made[i], stamp.weightsVersion(), stamp.epoch());
            uniform += isUniform(made[i]) ? 1 : 0;
        }
    }

    private static boolean isUniform(float[] map) {
        for (float weight : map) {
            if (weight != map[0]) {
                return false;
            }
        }
        return true;
    }
}
