package org.masque.model.data;

import java.util.SplittableRandom;
import org.masque.masking.CropBox;

/**
 * A crop of random area and shape, as torchvision draws it (spec 1.4, last paragraph).
 *
 * @param scale share of the image's area
 * @param ratio width over height, drawn evenly in its logarithm
 */
record RandomResizedCrop(Augmentation.Range scale, Augmentation.Range ratio) {
    private static final int TRIES = 10;

    /** Draws a box inside an image of this size. */
    CropBox draw(int imageHeight, int imageWidth, SplittableRandom random) {
        double imageArea = (double) imageHeight * imageWidth;
        double lowLog = StrictMath.log(ratio.low());
        double highLog = StrictMath.log(ratio.high());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            double area = imageArea * between(scale.low(), scale.high(), random);
            double aspect = StrictMath.exp(between(lowLog, highLog, random));
            // rint, like Python's round, takes halves to the even neighbour.
            int width = (int) Math.rint(Math.sqrt(area * aspect));
            int height = (int) Math.rint(Math.sqrt(area / aspect));
            if (width >= 1 && width <= imageWidth && height >= 1 && height <= imageHeight) {
                int top = random.nextInt(imageHeight - height + 1);
                int left = random.nextInt(imageWidth - width + 1);
                return new CropBox(top, left, height, width, imageHeight, imageWidth);
            }
        }
        return centre(imageHeight, imageWidth);
    }

    // The largest centred box of the nearest legal ratio.
    private CropBox centre(int imageHeight, int imageWidth) {
        double imageRatio = (double) imageWidth / imageHeight;
        int height = imageHeight;
        int width = imageWidth;
        if (imageRatio < ratio.low()) {
            height = atLeastOne(imageWidth / ratio.low());
        } else if (imageRatio > ratio.high()) {
            width = atLeastOne(imageHeight * ratio.high());
        }
        return new CropBox(
                (imageHeight - height) / 2, (imageWidth - width) / 2, height, width, imageHeight, imageWidth);
    }

    private static int atLeastOne(double pixels) {
        return Math.max(1, (int) Math.rint(pixels));
    }

    private static double between(double low, double high, SplittableRandom random) {
        return low + (high - low) * random.nextDouble();
    }
}
