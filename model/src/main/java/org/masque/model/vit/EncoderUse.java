package org.masque.model.vit;

import org.masque.model.vit.ModelShape.Tower;

/** Which tokens the encoder sees, and what that asks of the network around it. */
public sealed interface EncoderUse {
    /**
     * Visible patches only; a decoder sees the masked ones (MAE).
     *
     * @param decoder the decoder's tower
     * @param difficulty whether a second decoder, as large, predicts how hard each patch is (HPM, spec 5.6)
     */
    record VisibleTokens(Tower decoder, Difficulty difficulty) implements EncoderUse {
        /** With one decoder, of pixels. */
        public VisibleTokens(Tower decoder) {
            this(decoder, Difficulty.UNPREDICTED);
        }

        /** Whether there is a second decoder. */
        public boolean predictsDifficulty() {
            return difficulty != Difficulty.UNPREDICTED;
        }
    }

    /** How the difficulty of a patch is learned, which is the loss of its pixels. */
    enum Difficulty {
        /** It is not. */
        UNPREDICTED,
        /** By the order of an image's masked patches. */
        RANKED,
        /** By its value, standardised within an image. */
        REGRESSED
    }

    /**
     * Visible patches, and a learned mask token in the place of each masked one; a linear head predicts (SimMIM, spec
     * 2).
     *
     * @param position how a token knows its place
     * @param layerScale what the factors of both residual branches start at, 0 for no factors
     */
    record AllTokens(Position position, double layerScale) implements EncoderUse {
        public AllTokens {
            if (!(layerScale >= 0)) {
                throw new IllegalArgumentException("a layer scale of " + layerScale + ": it must be at least 0");
            }
        }

        /** Whether residual branches have factors. */
        boolean hasLayerScale() {
            return layerScale > 0;
        }
    }

    /** How a token knows its place where all tokens are seen. */
    enum Position {
        /** A learned vector for each place, added to the token. */
        ABSOLUTE,
        /** A learned bias for each distance between two tokens, added to their score; shared by all blocks. */
        RELATIVE,
        /** Both. */
        ABSOLUTE_AND_RELATIVE,
        /** It does not. */
        NONE;

        /** The choice that has these two. */
        public static Position of(boolean absolute, boolean relative) {
            if (absolute) {
                return relative ? ABSOLUTE_AND_RELATIVE : ABSOLUTE;
            }
            return relative ? RELATIVE : NONE;
        }

        /** Whether vectors are added to tokens. */
        public boolean isAbsolute() {
            return this == ABSOLUTE || this == ABSOLUTE_AND_RELATIVE;
        }

        /** Whether biases are added to scores. */
        public boolean isRelative() {
            return this == RELATIVE || this == ABSOLUTE_AND_RELATIVE;
        }
    }
}
