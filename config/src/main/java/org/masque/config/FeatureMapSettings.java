package org.masque.config;

/** Maps made from features of patches: section {@code masking.features}. */
@Meaning("Maps made from what the encoder makes of each patch.")
@OnlyIf(
        key = "masking.strategy",
        is = {"attention", "attmask", "hpm"})
@OnlyIf(
        key = "masking.map",
        is = {"feature-cut", "border-distance"})
@Affects(Impact.TRAJECTORY)
public record FeatureMapSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Which block's features: 1 is the first, 0 the last.", unit = "block")
        int block,

        @Default("0.2")
        @Within("[0, 1)")
        @Meaning(
                value = "Patches whose features have a cosine up to this count as not alike (TokenCut).",
                unit = "cosine")
        @OnlyIf(key = "masking.map", is = "feature-cut")
        double threshold) {
    public FeatureMapSettings {
        Checks.require(FeatureMapSettings.class, block, threshold);
    }
}
