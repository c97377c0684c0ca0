package org.masque.model.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.masque.masking.score.Estimate;
import org.masque.masking.score.Overlap;

/**
 * How well patches were told apart.
 *
 * @param meanIou intersection over union of each class, over all test images together, averaged over the classes that
 *     the test images show; its interval is over images
 * @param classes how many classes these are
 * @param trainCount training images
 * @param testCount test images
 */
public record DenseReport(Estimate meanIou, int classes, int trainCount, int testCount) {
    /**
     * Counts areas.
     *
     * @param said the class of each patch, image by image
     * @param areas of each image, [class][patch]
     */
    static DenseReport of(int[] said, List<double[][]> areas, int trainCount, long seed) {
        List<Overlap> overlaps = new ArrayList<>();
        int from = 0;
        for (double[][] image : areas) {
            overlaps.add(Overlap.of(image, said, from));
            from += image[0].length;
        }
        return new DenseReport(
                Estimate.of(
                        overlaps.size(), images -> Overlap.sum(overlaps, images).mean(), seed),
                Overlap.sum(overlaps).classes(),
                trainCount,
                overlaps.size());
    }

    /** Numbers and maps, ready for a JSON writer. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("meanIou", meanIou.mean());
        map.put("low", meanIou.low());
        map.put("high", meanIou.high());
        map.put("classes", classes);
        map.put("trainImages", trainCount);
        map.put("testImages", testCount);
        return map;
    }
}
