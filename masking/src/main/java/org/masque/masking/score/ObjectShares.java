package org.masque.masking.score;

import org.masque.masking.PatchGrid;

/**
 * How much of each patch is object and how much background; the rest is undecided and never counts.
 *
 * @param object shares of the patches' areas, 0 to 1, length L
 * @param background likewise
 */
public record ObjectShares(double[] object, double[] background) {
    public ObjectShares {
        if (object.length != background.length || object.length == 0) {
            throw new IllegalArgumentException(
                    object.length + " shares of the object, " + background.length + " of the background");
        }
    }

    /** Of an image whose labels from 1 on are the object. */
    public static ObjectShares of(PixelLabels pixels, PatchGrid grid) {
        double[][] shares = pixels.shares(grid);
        double[] object = new double[grid.patches()];
        for (int label = 1; label < shares.length; label++) {
            for (int patch = 0; patch < object.length; patch++) {
                object[patch] += shares[label][patch];
            }
        }
        return new ObjectShares(object, shares[0]);
    }

    /** The number of patches, L. */
    public int patches() {
        return object.length;
    }

    /** Whether there is anything to score: some object and some background. */
    public boolean isTelling() {
        return sum(object) > 0 && sum(background) > 0;
    }

    /** The object's share of all that is decided, 0 to 1: what a map that knows nothing puts on it. */
    public double area() {
        return sum(object) / (sum(object) + sum(background));
    }

    /** How many patches are more object than background, at least 1. */
    public int objectPatches() {
        int patches = 0;
        for (int patch = 0; patch < object.length; patch++) {
            patches += object[patch] > background[patch] ? 1 : 0;
        }
        return Math.max(1, patches);
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
