package org.masque.model.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What fine-tuning came to.
 *
 * @param confusion test images by [true class][predicted class]
 * @param losses mean loss of each epoch
 * @param trainCount training images
 * @param seconds of training
 */
public record FineTuneReport(int[][] confusion, List<Double> losses, int trainCount, double seconds) {
    /** How many test images were looked at. */
    public int testCount() {
        int count = 0;
        for (int[] row : confusion) {
            for (int images : row) {
                count += images;
            }
        }
        return count;
    }

    /** The share of test images classified rightly, 0 to 1. */
    public double accuracy() {
        int right = 0;
        for (int each = 0; each < confusion.length; each++) {
            right += confusion[each][each];
        }
        return (double) right / testCount();
    }

    /** Half of the 95% confidence interval of the accuracy, for chance in the choice of test images alone. */
    public double margin() {
        return 1.96 * Math.sqrt(accuracy() * (1 - accuracy()) / testCount());
    }

    /** Numbers and lists, ready for a JSON writer. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("accuracy", accuracy());
        map.put("margin95", margin());
        map.put("confusion", confusion);
        map.put("losses", losses);
        map.put("trainCount", trainCount);
        map.put("testCount", testCount());
        map.put("seconds", seconds);
        return map;
    }
}
