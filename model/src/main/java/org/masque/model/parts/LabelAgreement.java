package org.masque.model.parts;

import java.util.SplittableRandom;
import org.masque.masking.PatchGrid;
import org.masque.masking.score.PixelLabels;

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
     * @param labels one per patch of the grid, row by row, at least 0
     * @param truth of every pixel
     * @param random deals the labels anew
     */
    public static LabelAgreement of(byte[] labels, PatchGrid grid, PixelLabels truth, SplittableRandom random) {
        double[][] parts = truth.shares(grid);
        double[] found = information(labels, parts);
        byte[] dealt = labels.clone();
        double chance = 0;
        for (int i = 0; i < SHUFFLES; i++) {
            shuffle(dealt, random);
            chance += information(dealt, parts)[0] / SHUFFLES;
        }
        return new LabelAgreement(found[0], chance, found[1], found[2]);
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

    /**
     * The share of the truth's information that the labels tell, with chance taken off (homogeneity, Rosenberg and
     * Hirschberg 2007). Unlike {@link #adjusted} it does not punish labels that cut a true part into several.
     */
    public double told() {
        return truthEntropy - chance > 1e-12 ? (mutual - chance) / (truthEntropy - chance) : 0;
    }

    // Mutual information, entropy of the labels, entropy of the truth.
    private static double[] information(byte[] labels, double[][] parts) {
        double[][] joint = new double[Byte.MAX_VALUE + 1][parts.length];
        double[] ofLabel = new double[joint.length];
        double[] ofTruth = new double[parts.length];
        for (int patch = 0; patch < labels.length; patch++) {
            for (int part = 0; part < parts.length; part++) {
                double share = parts[part][patch] / labels.length;
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
