package org.masque.masking.score;

import java.util.List;
import java.util.stream.IntStream;

/**
 * By class: the area that is of the class and is said to be, and the area that is either.
 *
 * @param intersection of each class, in patches; not to be changed
 * @param union of each class; not to be changed
 * @param shown the area that is of the class; not to be changed
 */
public record Overlap(double[] intersection, double[] union, double[] shown) {
    /**
     * Of one image.
     *
     * @param areas [class][patch]: how much of a patch shows what, in shares of the patch; the undecided rest does not
     *     count
     * @param said the class of each patch, of which this image's begin at {@code from}
     */
    public static Overlap of(double[][] areas, int[] said, int from) {
        Overlap overlap = none(areas.length);
        for (int patch = 0; patch < areas[0].length; patch++) {
            int claimed = said[from + patch];
            for (int each = 0; each < areas.length; each++) {
                double area = areas[each][patch];
                overlap.shown[each] += area;
                overlap.union[each] += area;
                if (each == claimed) {
                    overlap.intersection[each] += area;
                } else if (claimed < areas.length) {
                    overlap.union[claimed] += area;
                }
            }
        }
        return overlap;
    }

    private static Overlap none(int classes) {
        return new Overlap(new double[classes], new double[classes], new double[classes]);
    }

    /** Of all images together. */
    public static Overlap sum(List<Overlap> images) {
        return sum(images, IntStream.range(0, images.size()).toArray());
    }

    /** Of some images together, of which one may be named several times. */
    public static Overlap sum(List<Overlap> images, int[] which) {
        Overlap sum = none(images.get(0).union.length);
        for (int image : which) {
            Overlap added = images.get(image);
            for (int each = 0; each < sum.union.length; each++) {
                sum.intersection[each] += added.intersection[each];
                sum.union[each] += added.union[each];
                sum.shown[each] += added.shown[each];
            }
        }
        return sum;
    }

    /** How many classes are shown. */
    public int classes() {
        return (int)
                IntStream.range(0, shown.length).filter(each -> shown[each] > 0).count();
    }

    /** Intersection over union, averaged over the classes that are shown. */
    public double mean() {
        return IntStream.range(0, shown.length)
                .filter(each -> shown[each] > 0)
                .mapToDouble(each -> intersection[each] / union[each])
                .average()
                .orElse(Double.NaN);
    }
}
