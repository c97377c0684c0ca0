package org.masque.model.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How large the images of a set are.
 *
 * @param different sizes that there are
 * @param smallest of the fewest pixels, the first of several; empty where there is no good image
 * @param largest of the most pixels, likewise
 * @param shorterSides how many images have a shorter side of at least so many pixels, a power of two, and less than
 *     twice as many
 * @param smallerThanView images that have fewer rows or columns than a view
 */
public record ImageSizes(
        int different,
        Optional<SizedImage> smallest,
        Optional<SizedImage> largest,
        SortedMap<Integer, Integer> shorterSides,
        int smallerThanView) {
    /**
     * An image and its size.
     *
     * @param name as {@link ImageSource#name}
     * @param height rows of pixels, upright
     * @param width columns of pixels, upright
     */
    public record SizedImage(String name, int height, int width) {}

    // Sizes by id; 0 where the image is bad.
    static ImageSizes of(ImageSource source, int[] heights, int[] widths, Augmentation view) {
        SortedMap<Integer, Integer> sides = new TreeMap<>();
        Set<Long> different = new HashSet<>();
        int smallest = -1;
        int largest = -1;
        int smaller = 0;
        for (int id = 0; id < heights.length; id++) {
            long pixels = (long) heights[id] * widths[id];
            if (pixels == 0) {
                continue;
            }
            different.add((long) heights[id] << Integer.SIZE | widths[id]);
            sides.merge(Integer.highestOneBit(Math.min(heights[id], widths[id])), 1, Integer::sum);
            smaller += heights[id] < view.imageHeight() || widths[id] < view.imageWidth() ? 1 : 0;
            smallest = smallest < 0 || pixels < (long) heights[smallest] * widths[smallest] ? id : smallest;
            largest = largest < 0 || pixels > (long) heights[largest] * widths[largest] ? id : largest;
        }
        return new ImageSizes(
                different.size(),
                named(source, smallest, heights, widths),
                named(source, largest, heights, widths),
                sides,
                smaller);
    }

    private static Optional<SizedImage> named(ImageSource source, int id, int[] heights, int[] widths) {
        return id < 0 ? Optional.empty() : Optional.of(new SizedImage(source.name(id), heights[id], widths[id]));
    }
}
