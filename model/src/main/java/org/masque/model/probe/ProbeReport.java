package org.masque.model.probe;

import org.nd4j.evaluation.classification.Evaluation;

/**
 * How a classifier did on test images.
 *
 * @param accuracy the share of images classified rightly, 0 to 1
 * @param perClassAccuracy the same for each true class; NaN for a class without test images
 * @param confusion test images by [true class][predicted class]
 * @param text accuracy, precision, recall, F1 and, for up to 25 classes, the confusion matrix, for people to read
 */
public record ProbeReport(double accuracy, double[] perClassAccuracy, int[][] confusion, String text) {
    /** Reads off ND4J's evaluation of {@code classes} classes. */
    static ProbeReport of(Evaluation counted, int classes) {
        int[][] confusion = new int[classes][classes];
        double[] perClass = new double[classes];
        for (int actual = 0; actual < classes; actual++) {
            int images = 0;
            for (int predicted = 0; predicted < classes; predicted++) {
                confusion[actual][predicted] = counted.getConfusion().getCount(actual, predicted);
                images += confusion[actual][predicted];
            }
            perClass[actual] = images == 0 ? Double.NaN : (double) confusion[actual][actual] / images;
        }
        return new ProbeReport(counted.accuracy(), perClass, confusion, counted.stats());
    }
}
