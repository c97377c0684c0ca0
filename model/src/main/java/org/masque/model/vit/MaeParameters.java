package org.masque.model.vit;

import org.masque.model.vit.ModelShape.Tower;

/** Lays out a masked autoencoder under the names of MAE's public state. */
public final class MaeParameters {
    /** What the names of the second decoder begin with, which MAE does not have: our own. */
    public static final String DIFFICULTY = "decoder_difficulty_";

    private MaeParameters() {}

    static void append(LayoutBuilder layout, ModelShape shape) {
        Tower encoder = shape.encoder();
        Tower decoder = shape.decoder();
        layout.tensor("cls_token", 1, 1, encoder.width());
        layout.tensor("patch_embed.proj.weight", encoder.width(), ModelShape.CHANNELS, shape.patch(), shape.patch());
        layout.tensor("patch_embed.proj.bias", encoder.width());
        appendBlocks(layout, "blocks", encoder);
        layout.norm("norm", encoder.width());
        layout.linear("decoder_embed", decoder.width(), encoder.width());
        layout.tensor("mask_token", 1, 1, decoder.width());
        appendBlocks(layout, "decoder_blocks", decoder);
        layout.norm("decoder_norm", decoder.width());
        layout.linear("decoder_pred", shape.pixels(), decoder.width());
        if (shape.difficulty() != EncoderUse.Difficulty.UNPREDICTED) {
            appendBlocks(layout, DIFFICULTY + "blocks", decoder);
            layout.norm(DIFFICULTY + "norm", decoder.width());
            layout.linear(DIFFICULTY + "pred", shape.pixels(), decoder.width());
        }
    }

    private static void appendBlocks(LayoutBuilder layout, String stack, Tower tower) {
        for (int i = 0; i < tower.depth(); i++) {
            String block = stack + "." + i + ".";
            layout.norm(block + "norm1", tower.width());
            layout.linear(block + "attn.qkv", 3 * tower.width(), tower.width());
            layout.linear(block + "attn.proj", tower.width(), tower.width());
            layout.norm(block + "norm2", tower.width());
            layout.linear(block + "mlp.fc1", tower.hidden(), tower.width());
            layout.linear(block + "mlp.fc2", tower.width(), tower.hidden());
        }
    }
}
