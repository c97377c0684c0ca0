package org.masque.model.data;

import java.util.SplittableRandom;
import org.masque.masking.CropBox;
import org.masque.masking.Randomness;
import org.masque.masking.ViewGeometry;

/**
 * How an image becomes a view: a random crop, scaled to one size, mirrored or not, normalised.
 *
 * @param imageHeight rows of a view
 * @param imageWidth columns of a view
 * @param cropScale the share of the image's area that a crop takes, within (0, 1]
 * @param cropRatio width over height of a crop, above 0
 * @param flip the probability of mirroring left to right, 0 to 1
 * @param mean of each channel, of pixels from 0 to 1; length 3
 * @param std standard deviation of each channel, above 0; length 3
 */
public record Augmentation(
        int imageHeight, int imageWidth, Range cropScale, Range cropRatio, double flip, float[] mean, float[] std) {
    /** The crop area of MAE (spec 1.4). */
    public static final Range MAE_CROP_SCALE = new Range(0.2, 1);

    /** The crop shape of MAE (spec 1.4). */
    public static final Range MAE_CROP_RATIO = new Range(3.0 / 4, 4.0 / 3);

    /**
     * The numbers from {@code low} to {@code high}.
     *
     * @param low above 0
     * @param high at least {@code low}
     */
    public record Range(double low, double high) {
        public Range {
            if (!(low > 0 && high >= low && high < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("not a range of positive numbers: " + low + " to " + high);
            }
        }
    }

    public Augmentation {
        if (imageHeight < 1 || imageWidth < 1) {
            throw new IllegalArgumentException("a view of " + imageHeight + "x" + imageWidth + " pixels");
        }
        if (cropScale.high() > 1) {
            throw new IllegalArgumentException("a crop cannot take " + cropScale.high() + " of the image");
        }
        if (!(flip >= 0 && flip <= 1)) {
            throw new IllegalArgumentException("flip = " + flip + " is not a probability");
        }
        if (mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException("mean and std take 3 numbers, red, green and blue");
        }
        for (float deviation : std) {
            if (!(deviation > 0)) {
                throw new IllegalArgumentException("std = " + deviation + " is not above 0");
            }
        }
    }

    /**
     * The geometry of one sample's view in one epoch: a pure function of its arguments, so that a loader, a mask
     * planner and a resumed run agree.
     *
     * @param sample the sample's id
     * @param height rows of the image
     * @param width columns of the image
     */
    public ViewGeometry geometryOf(long seed, int epoch, long sample, int height, int width) {
        return geometry(height, width, Randomness.of(seed, epoch, sample, Randomness.Purpose.VIEW));
    }

    /**
     * Draws a crop and a flip.
     *
     * @param height rows of the image
     * @param width columns of the image
     */
    public ViewGeometry geometry(int height, int width, SplittableRandom random) {
        CropBox crop = new RandomResizedCrop(cropScale, cropRatio).draw(height, width, random);
        return new ViewGeometry(crop, random.nextDouble() < flip);
    }

    /** The geometry that squashes the whole image into a view, for evaluation and attention maps (spec 3.1). */
    public static ViewGeometry whole(int height, int width) {
        return new ViewGeometry(CropBox.whole(height, width), false);
    }

    /** Floats in one view: 3 * height * width. */
    public int viewLength() {
        return 3 * imageHeight * imageWidth;
    }
}
