package org.masque.model.parts;

import java.util.SplittableRandom;

/**
 * How much the labels of an image's patches say of the true parts of its pixels.
 *
 * <p>All quantities are in nats, of the joint shares of (label of a pixel's patch, true part of the pixel). Few patches
 * make even meaningless labels agree a little, so chance is measured: by the same labels dealt to the patches anew.
 *
 * @param mutual mutual information of labels and truth
 * @param chance the same, on average over labels that were shuffled among the patches
 * @param labelEntropy entropy of the labels
 * @param truthEntropy entropy of the truth
 */
public record LabelAgreement(double mutual, double chance, double labelEntropy, double truthEntropy) {
    private static final int SHUFFLES = 10;

    /**
     * Compares labels with the truth.
     *
     * @param labels one per patch, row by row, at least 0
     * @param columns patches in a row
     * @param truth one per pixel, row by row, at least 0; its sides are multiples of the patches'
     * @param width pixels in a row
     * @param random deals the labels anew
     */
    public static LabelAgreement of(byte[] labels, int columns, byte[] truth, int width, SplittableRandom random) {
        int[][] pixels = pixelsOfPatches(labels.length, columns, truth, width);
        double[] shares = shares(labels, pixels, truth.length);
        byte[] dealt = labels.clone();
        double chance = 0;
        for (int i = 0; i < SHUFFLES; i++) {
            shuffle(dealt, random);
            chance += shares(dealt, pixels, truth.length)[0] / SHUFFLES;
        }
        return new LabelAgreement(shares[0], chance, shares[1], shares[2]);
    }

    /** Mutual information over the mean of both entropies, 0 to 1; 0 where both are constant. */
    public double normalized() {
        double mean = (labelEntropy + truthEntropy) / 2;
        return mean > 0 ? mutual / mean : 0;
    }

    /** What {@link #normalized} would be by chance. */
    public double normalizedChance() {
        double mean = (labelEntropy + truthEntropy) / 2;
        return mean > 0 ? chance / mean : 0;
    }

    /** As {@link #normalized}, with chance taken off: 0 for labels without meaning, 1 for the truth. */
    public double adjusted() {
        double mean = (labelEntropy + truthEntropy) / 2;
        return mean - chance > 1e-12 ? (mutual - chance) / (mean - chance) : 0;
    }

    // For each patch, how many of its pixels show each true part.
    private static int[][] pixelsOfPatches(int patches, int columns, byte[] truth, int width) {
        int side = width / columns;
        int most = 0;
        for (byte part : truth) {
            most = Math.max(most, part);
        }
        int[][] pixels = new int[patches][most + 1];
        for (int pixel = 0; pixel < truth.length; pixel++) {
            int patch = pixel / width / side * columns + pixel % width / side;
            pixels[patch][truth[pixel]]++;
        }
        return pixels;
    }

    // Mutual information, entropy of the labels, entropy of the truth.
    private static double[] shares(byte[] labels, int[][] pixels, int count) {
        double[][] joint = new double[Byte.MAX_VALUE + 1][pixels[0].length];
        double[] ofLabel = new double[joint.length];
        double[] ofTruth = new double[pixels[0].length];
        for (int patch = 0; patch < labels.length; patch++) {
            for (int part = 0; part < ofTruth.length; part++) {
                double share = (double) pixels[patch][part] / count;
                joint[labels[patch]][part] += share;
                ofLabel[labels[patch]] += share;
                ofTruth[part] += share;
            }
        }
        double both = 0;
        for (double[] row : joint) {
            both += entropy(row);
        }
        double label = entropy(ofLabel);
        double truth = entropy(ofTruth);
        return new double[] {label + truth - both, label, truth};
    }

    private static double entropy(double[] shares) {
        double entropy = 0;
        for (double share : shares) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return entropy;
    }

    private static void shuffle(byte[] labels, SplittableRandom random) {
        for (int i = labels.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            byte label = labels[i];
            labels[i] = labels[j];
            labels[j] = label;
        }
    }
}
