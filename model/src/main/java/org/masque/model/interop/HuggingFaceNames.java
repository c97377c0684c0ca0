package org.masque.model.interop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hugging Face's names of ViT and ViTMAE, and where they belong under MAE's public names.
 *
 * <p>Blocks are written in three ways: as files on the hub have them ({@code encoder.layer.0.}), as newer models are
 * called in memory ({@code layers.0.}), and as newer versions write the decoder ({@code decoder_encoder.layer.0.}).
 */
final class HuggingFaceNames {
    /** The name that tells, behind whatever prefix. */
    static final String EMBEDDING = "embeddings.patch_embeddings.projection.weight";

    private static final Pattern BLOCK = Pattern.compile(
            "(decoder_layers|decoder_encoder\\.layer|encoder\\.layer|layers)\\.(\\d+)\\.(.+)\\.(weight|bias)");

    private static final Map<String, String> OUTSIDE_BLOCKS = Map.of(
            "embeddings.cls_token", "cls_token",
            "embeddings.position_embeddings", "pos_embed",
            "embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight",
            "embeddings.patch_embeddings.projection.bias", "patch_embed.proj.bias",
            "layernorm.weight", "norm.weight",
            "layernorm.bias", "norm.bias");

    private static final Map<String, String> IN_BLOCKS = Map.of(
            "layernorm_before", "norm1",
            "layernorm_after", "norm2",
            "attention.output.dense", "attn.proj",
            "attention.o_proj", "attn.proj",
            "intermediate.dense", "mlp.fc1",
            "mlp.fc1", "mlp.fc1",
            "output.dense", "mlp.fc2",
            "mlp.fc2", "mlp.fc2");

    private static final List<Pattern> STACKED = List.of(
            Pattern.compile("attention\\.(attention\\.query|q_proj)"),
            Pattern.compile("attention\\.(attention\\.key|k_proj)"),
            Pattern.compile("attention\\.(attention\\.value|v_proj)"));

    private HuggingFaceNames() {}

    /**
     * Where a tensor belongs.
     *
     * @param name without the prefix of the network; of the decoder also without {@code decoder.}
     * @return empty for heads, poolers and whatever else MAE has not
     */
    static Optional<PublicNames.Place> place(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            String stack = block.group(1).startsWith("decoder") ? "decoder_blocks." : "blocks.";
            return inBlock(stack + block.group(2) + ".", block.group(3), "." + block.group(4));
        }
        if (name.startsWith("decoder_") || name.equals("mask_token")) {
            return Optional.of(PublicNames.Place.whole(name));
        }
        return Optional.ofNullable(OUTSIDE_BLOCKS.get(name)).map(PublicNames.Place::whole);
    }

    private static Optional<PublicNames.Place> inBlock(String block, String layer, String kind) {
        for (int part = 0; part < STACKED.size(); part++) {
            if (STACKED.get(part).matcher(layer).matches()) {
                return Optional.of(new PublicNames.Place(block + "attn.qkv" + kind, part, STACKED.size()));
            }
        }
        return Optional.ofNullable(IN_BLOCKS.get(layer)).map(own -> PublicNames.Place.whole(block + own + kind));
    }
}
