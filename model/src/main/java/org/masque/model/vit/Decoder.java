package org.masque.model.vit;

import java.util.List;
import org.masque.model.autograd.Tape;
import org.masque.model.autograd.Variable;
import org.masque.model.nn.Block;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;

/**
 * Blocks over visible and masked tokens, and what they predict of some of them (MAE, He et al. 2021, section 3).
 *
 * @param blocks at least one
 * @param norm after the blocks
 * @param prediction [P, D]
 */
record Decoder(List<Block> blocks, LayerNorm norm, Linear prediction) {
    /** The decoder whose tensors' names begin so. */
    static Decoder of(Layers layers, String prefix, ModelShape.Tower tower) {
        return new Decoder(
                layers.blocks(prefix + "blocks", tower),
                layers.layerNorm(prefix + "norm"),
                layers.linear(prefix + "pred"));
    }

    /**
     * Predicts the last {@code predicted} tokens of each image: x [B*T, D]: [B*predicted, P].
     *
     * @param tokens T
     */
    Variable predict(Tape tape, Variable x, int tokens, int predicted) {
        int last = blocks.size() - 1;
        Variable seen = x;
        for (Block block : blocks.subList(0, last)) {
            seen = block.forward(tape, seen, tokens);
        }
        Variable wanted = blocks.get(last).forwardLast(tape, seen, tokens, predicted);
        return prediction.forward(tape, norm.forward(tape, wanted));
    }
}
