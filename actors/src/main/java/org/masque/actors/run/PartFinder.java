package org.masque.actors.run;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.masque.config.PartKind;
import org.masque.config.PartsSettings;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.HeadParts;
import org.masque.model.parts.ImageClusters;
import org.masque.model.parts.LearnedParts;
import org.masque.model.parts.LearnedPartsSettings;
import org.masque.model.parts.PartProvenance;
import org.masque.model.parts.PartProvider;
import org.masque.model.parts.PartStoreHeader;
import org.masque.model.parts.SetClusters;
import org.masque.model.vit.Weights;

/** Says what a recipe's section {@code parts} means. */
public final class PartFinder {
    // So many that products are worth while, so few that the decoder's columns stay in the cache.
    private static final int MICRO_BATCH = 8;

    private PartFinder() {}

    /** The provider that a recipe names, which may still have to learn; weights and kernels are borrowed. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    public static PartProvider of(Recipe recipe, PartKind kind, Weights encoder, Kernels kernels) {
        PartsSettings parts = recipe.parts();
        long seed = recipe.run().seed();
        return switch (kind) {
            case HEADS -> new HeadParts(encoder, kernels);
            case IMAGE_CLUSTERS -> new ImageClusters(encoder, kernels, parts.count(), seed);
            case SET_CLUSTERS -> new SetClusters(encoder, kernels, parts.count(), seed);
            case LEARNED ->
                new LearnedParts(
                        encoder,
                        kernels,
                        new LearnedPartsSettings(
                                parts.count(),
                                parts.channels(),
                                parts.diversity(),
                                parts.presence(),
                                MICRO_BATCH,
                                seed));
        };
    }

    /** What a file of the recipe's labels holds. */
    static PartStoreHeader header(Recipe recipe, FrozenEncoder encoder, RunData data) {
        PartKind kind = recipe.parts().provider();
        int count = kind == PartKind.HEADS
                ? encoder.weights().shape().encoder().heads()
                : recipe.parts().count();
        return new PartStoreHeader(
                data.train().size(), RecipeParts.shape(recipe).grid(), count, provenance(recipe, encoder, data));
    }

    private static PartProvenance provenance(Recipe recipe, FrozenEncoder encoder, RunData data) {
        PartsSettings parts = recipe.parts();
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("encoder SHA-256", encoder.hash());
        entries.put(
                "parts.provider",
                parts.provider().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        entries.put("parts.count", Integer.toString(parts.count()));
        if (parts.provider() == PartKind.LEARNED || parts.provider() == PartKind.SET_CLUSTERS) {
            entries.put("parts.epochs", Integer.toString(parts.epochs()));
            entries.put("parts.batchSize", Integer.toString(parts.batchSize()));
        }
        if (parts.provider() == PartKind.LEARNED) {
            entries.put("parts.learningRate", Double.toString(parts.learningRate()));
            entries.put("parts.diversity", Double.toString(parts.diversity()));
            entries.put("parts.presence", Double.toString(parts.presence()));
            entries.put("parts.channels", Integer.toString(parts.channels()));
            entries.put("labels", "nearest mean of what the maps own");
        }
        entries.put("run.seed", Long.toString(recipe.run().seed()));
        entries.put("data.mean", recipe.data().mean().toString());
        entries.put("data.std", recipe.data().std().toString());
        entries.put("images", data.train().fingerprint());
        return new PartProvenance(entries);
    }
}
