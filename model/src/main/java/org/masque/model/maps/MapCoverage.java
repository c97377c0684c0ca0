package org.masque.model.maps;

import org.jspecify.annotations.Nullable;

/**
 * How many images have a map, and how old the maps are.
 *
 * @param images all images of the store
 * @param written images with a map
 * @param oldest the stamp with the lowest epoch, or null where there is no map at all
 * @param newest the stamp with the highest epoch, or null where there is no map at all
 */
public record MapCoverage(
        int images,
        int written,
        @Nullable MapStamp oldest,
        @Nullable MapStamp newest) {
    /** The share of images with a map, 0 to 1. */
    public double share() {
        return (double) written / images;
    }

    /** Counts one more map. */
    MapCoverage with(MapStamp stamp) {
        boolean older = oldest == null || stamp.epoch() < oldest.epoch();
        boolean newer = newest == null || stamp.epoch() > newest.epoch();
        return new MapCoverage(images, written + 1, older ? stamp : oldest, newer ? stamp : newest);
    }
}
