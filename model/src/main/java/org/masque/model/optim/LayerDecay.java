package org.masque.model.optim;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.masque.model.vit.ParameterLayout.Slice;

/**
 * Slower learning the nearer a layer is to the pixels, for fine-tuning an encoder (BEiT, Bao et al. 2021; spec 1.6):
 * tokens, positions and patch embedding are layer 0, block i is layer i + 1, all else is the last, with the full rate.
 *
 * <p>What only pre-training uses, decoders and mask tokens, does not learn at all.
 *
 * @param blocks of the encoder
 * @param factor from each layer to the one before it, above 0, at most 1
 */
public record LayerDecay(int blocks, double factor) implements RateFactors {
    private static final Pattern BLOCK = Pattern.compile("(?:encoder\\.)?blocks\\.(\\d+)\\..*");
    private static final Pattern INPUT = Pattern.compile("(?:encoder\\.)?(?:cls_token|pos_embed|patch_embed\\..*)");
    private static final Pattern UNUSED = Pattern.compile("decoder.*|(?:encoder\\.)?mask_token");

    public LayerDecay {
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("a layer decay of " + factor + ": above 0 and at most 1");
        }
    }

    @Override
    public double of(Slice slice) {
        return UNUSED.matcher(slice.name()).matches() ? 0 : ofLayer(layer(slice.name()));
    }

    /** The factor of a layer, 0 to {@code blocks + 1}. */
    double ofLayer(int layer) {
        return Math.pow(factor, blocks + 1.0 - layer);
    }

    private int layer(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            return Integer.parseInt(block.group(1)) + 1;
        }
        return INPUT.matcher(name).matches() ? 0 : blocks + 1;
    }
}
