package org.masque.model.vit;

import org.masque.model.vit.ModelShape.Tower;

/** Lays out SimMIM's network under the names of its public state (spec 2). */
public final class SimMimParameters {
    /** The learned positions, [1, L+1, D]. */
    public static final String POSITIONS = "encoder.pos_embed";

    /** The relative position biases, [entries, heads]. */
    public static final String BIAS_TABLE = "encoder.rel_pos_bias.relative_position_bias_table";

    /** Which entry of the table each pair of tokens uses; derived, but part of the public state. */
    public static final String BIAS_INDEX = "encoder.rel_pos_bias.relative_position_index";

    private SimMimParameters() {}

    static void append(LayoutBuilder layout, ModelShape shape) {
        EncoderUse.AllTokens use = shape.allTokens();
        Tower tower = shape.encoder();
        // Class token and positions are not decayed, the mask token is: as in the public code.
        layout.undecayed("encoder.cls_token", 1, 1, tower.width());
        layout.tensor("encoder.mask_token", 1, 1, tower.width());
        layout.tensor(
                "encoder.patch_embed.proj.weight", tower.width(), ModelShape.CHANNELS, shape.patch(), shape.patch());
        layout.tensor("encoder.patch_embed.proj.bias", tower.width());
        if (use.position().isAbsolute()) {
            layout.undecayed(POSITIONS, 1, shape.patches() + 1, tower.width());
        }
        if (use.position().isRelative()) {
            layout.tensor(BIAS_TABLE, RelativePositions.entries(shape.grid()), tower.heads());
        }
        for (int i = 0; i < tower.depth(); i++) {
            appendBlock(layout, "encoder.blocks." + i + ".", tower, use);
        }
        layout.norm("encoder.norm", tower.width());
        layout.tensor("decoder.0.weight", shape.pixels(), tower.width(), 1, 1);
        layout.tensor("decoder.0.bias", shape.pixels());
    }

    private static void appendBlock(LayoutBuilder layout, String block, Tower tower, EncoderUse.AllTokens use) {
        layout.norm(block + "norm1", tower.width());
        layout.tensor(block + "attn.qkv.weight", 3L * tower.width(), tower.width());
        layout.outerThirds(block + "attn.q_bias", block + "attn.v_bias", tower.width());
        layout.linear(block + "attn.proj", tower.width(), tower.width());
        layout.norm(block + "norm2", tower.width());
        layout.linear(block + "mlp.fc1", tower.hidden(), tower.width());
        layout.linear(block + "mlp.fc2", tower.width(), tower.hidden());
        if (use.hasLayerScale()) {
            layout.tensor(block + "gamma_1", tower.width());
            layout.tensor(block + "gamma_2", tower.width());
        }
    }
}
