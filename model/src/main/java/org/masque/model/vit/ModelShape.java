package org.masque.model.vit;

import org.masque.masking.PatchGrid;

/**
 * All sizes of a network.
 *
 * @param imageHeight pixels, a multiple of {@code patch}
 * @param imageWidth pixels, a multiple of {@code patch}
 * @param patch side of a patch, pixels
 * @param encoder the encoder's tower
 * @param use which tokens the encoder sees, and what is built around it
 */
public record ModelShape(int imageHeight, int imageWidth, int patch, Tower encoder, EncoderUse use) {
    /** Red, green, blue. */
    public static final int CHANNELS = 3;

    /**
     * A stack of blocks.
     *
     * @param width D, a multiple of 4 (sine-cosine positions) and of {@code heads}
     * @param depth blocks, at least 1
     * @param heads attention heads
     * @param hidden width inside the perceptron
     */
    public record Tower(int width, int depth, int heads, int hidden) {
        public Tower {
            if (width < 4 || width % 4 != 0 || heads < 1 || width % heads != 0 || depth < 1 || hidden < 1) {
                throw new IllegalArgumentException("a tower of width " + width + ", depth " + depth + ", " + heads
                        + " heads: the width must be a multiple of 4 and of the heads, all sizes positive");
            }
        }

        /** The usual tower, whose perceptron is four times as wide. */
        public static Tower of(int width, int depth, int heads) {
            return new Tower(width, depth, heads, 4 * width);
        }
    }

    public ModelShape {
        if (patch < 1
                || imageHeight < patch
                || imageWidth < patch
                || imageHeight % patch != 0
                || imageWidth % patch != 0) {
            throw new IllegalArgumentException(
                    "patches of " + patch + " pixels do not tile an image of " + imageHeight + "x" + imageWidth);
        }
    }

    /** A masked autoencoder: the encoder sees visible patches, a decoder the masked ones. */
    public ModelShape(int imageHeight, int imageWidth, int patch, Tower encoder, Tower decoder) {
        this(imageHeight, imageWidth, patch, encoder, new EncoderUse.VisibleTokens(decoder));
    }

    /** The decoder's tower, where there is a decoder. */
    public Tower decoder() {
        if (use instanceof EncoderUse.VisibleTokens visible) {
            return visible.decoder();
        }
        throw new IllegalStateException("a network whose encoder sees all tokens has no decoder");
    }

    /** How the difficulty of patches is learned. */
    public EncoderUse.Difficulty difficulty() {
        return use instanceof EncoderUse.VisibleTokens visible
                ? visible.difficulty()
                : EncoderUse.Difficulty.UNPREDICTED;
    }

    /** What an encoder of all tokens is like, where the encoder sees them. */
    EncoderUse.AllTokens allTokens() {
        if (use instanceof EncoderUse.AllTokens all) {
            return all;
        }
        throw new IllegalStateException("the encoder of a masked autoencoder sees visible tokens only");
    }

    /** The patches of an image. */
    public PatchGrid grid() {
        return new PatchGrid(imageHeight / patch, imageWidth / patch);
    }

    /** L, the number of patches of an image. */
    public int patches() {
        return grid().patches();
    }

    /** P, the numbers in one patch. */
    public int pixels() {
        return CHANNELS * patch * patch;
    }
}
