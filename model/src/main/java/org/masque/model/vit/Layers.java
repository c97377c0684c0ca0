package org.masque.model.vit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.model.autograd.Parameter;
import org.masque.model.nn.Block;
import org.masque.model.nn.LayerNorm;
import org.masque.model.nn.Linear;
import org.masque.model.tensor.Tensor;

/**
 * Builds layers from parameters by their names.
 *
 * @param weights borrowed
 * @param gradients flat, of the weights' layout, borrowed; null for inference
 */
record Layers(Weights weights, @Nullable Tensor gradients) {
    Parameter parameter(String name) {
        return weights.parameter(name, gradients);
    }

    Linear linear(String name) {
        return new Linear(parameter(name + ".weight"), parameter(name + ".bias"));
    }

    LayerNorm layerNorm(String name) {
        return new LayerNorm(parameter(name + ".weight"), parameter(name + ".bias"));
    }

    /** The blocks {@code stack.0}, {@code stack.1} and so on, with MAE's names. */
    List<Block> blocks(String stack, ModelShape.Tower tower) {
        List<Block> built = new ArrayList<>();
        for (int i = 0; i < tower.depth(); i++) {
            String block = stack + "." + i + ".";
            built.add(block(block, linear(block + "attn.qkv"), tower.heads()));
        }
        return built;
    }

    /** One block, whose product of queries, keys and values is given. */
    Block block(String prefix, Linear qkv, int heads) {
        return new Block(
                layerNorm(prefix + "norm1"),
                qkv,
                linear(prefix + "attn.proj"),
                layerNorm(prefix + "norm2"),
                linear(prefix + "mlp.fc1"),
                linear(prefix + "mlp.fc2"),
                heads);
    }
}
