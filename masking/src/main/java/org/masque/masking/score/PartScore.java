package org.masque.masking.score;

import java.util.stream.IntStream;

/** How well the parts of one image follow its object. */
public final class PartScore {
    private PartScore() {}

    /**
     * The share of the decided area whose part is mostly of its own side: object in a part that is mostly object,
     * background in one that is mostly background. One part for all has the larger of the two areas.
     *
     * @param parts one label of at least 0 per patch
     */
    public static double purity(byte[] parts, ObjectShares truth) {
        double[] object = areas(parts, truth.object());
        double[] background = areas(parts, truth.background());
        double pure = 0;
        for (int part = 0; part < object.length; part++) {
            pure += Math.max(object[part], background[part]);
        }
        return pure / (ObjectShares.sum(truth.object()) + ObjectShares.sum(truth.background()));
    }

    /** The patches whose part is mostly object, in their order. */
    public static int[] onObject(byte[] parts, ObjectShares truth) {
        double[] object = areas(parts, truth.object());
        double[] background = areas(parts, truth.background());
        return IntStream.range(0, parts.length)
                .filter(patch -> object[parts[patch]] > background[parts[patch]])
                .toArray();
    }

    /**
     * The share of a region that lies in the part which covers most of it.
     *
     * @param region how much of each patch lies in the region
     */
    public static double bestCover(byte[] parts, double[] region) {
        double best = 0;
        for (double area : areas(parts, region)) {
            best = Math.max(best, area);
        }
        return best / ObjectShares.sum(region);
    }

    /**
     * How much parts say about known parts: normalised mutual information, 0 to 1.
     *
     * @param truth how much of each patch shows what, [label][patch]
     */
    public static double information(byte[] parts, double[][] truth) {
        double[][] joint = new double[truth.length][];
        for (int label = 0; label < truth.length; label++) {
            joint[label] = areas(parts, truth[label]);
        }
        return MutualInformation.normalized(joint);
    }

    /**
     * How much two labellings of the same patches agree, whatever their numbers: normalised mutual information, 0 to 1.
     */
    public static double agreement(byte[] one, byte[] other) {
        double[][] joint = new double[count(one)][count(other)];
        for (int patch = 0; patch < one.length; patch++) {
            joint[one[patch]][other[patch]]++;
        }
        return MutualInformation.normalized(joint);
    }

    // The weight in each part; parts beyond the largest label that occurs have none.
    private static double[] areas(byte[] parts, double[] weights) {
        if (parts.length != weights.length) {
            throw new IllegalArgumentException(parts.length + " labels for " + weights.length + " patches");
        }
        double[] areas = new double[count(parts)];
        for (int patch = 0; patch < parts.length; patch++) {
            areas[parts[patch]] += weights[patch];
        }
        return areas;
    }

    private static int count(byte[] parts) {
        int largest = 0;
        for (byte part : parts) {
            largest = Math.max(largest, part);
        }
        return largest + 1;
    }
}
