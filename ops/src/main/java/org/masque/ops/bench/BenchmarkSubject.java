package org.masque.ops.bench;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Locale;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunData;
import org.masque.config.Recipe;
import org.masque.masking.MaskSchedule;
import org.masque.masking.MaskStrategy;
import org.masque.model.maps.MapProviders;
import org.masque.model.objective.PixelTarget;
import org.masque.model.tensor.TensorRef;
import org.masque.model.vit.AttentionMaps;
import org.masque.model.vit.MapProvider;
import org.masque.model.vit.ModelShape;
import org.masque.ops.RecipeChoice;

/**
 * What is measured: a network, how its masks are chosen, and on which images.
 *
 * @param size its name in the report
 * @param method its name in the report
 * @param shape of the network
 * @param strategy draws the states of each step
 * @param target what the network predicts
 * @param map the name of the maps in the report
 * @param maps made of whole images
 * @param images where a batch comes from
 */
public record BenchmarkSubject(
        String size,
        String method,
        ModelShape shape,
        MaskStrategy strategy,
        PixelTarget target,
        String map,
        MapProvider maps,
        ImageSupply images) {
    /** Makes the images that all repetitions use. */
    @FunctionalInterface
    public interface ImageSupply {
        /** A batch [B, 3, H, W], owned by the caller. */
        @MustBeClosed
        TensorRef batch(int count);
    }

    /** A size and a method of the yardstick, on noise. */
    @SuppressWarnings("MustBeClosedChecker") // who asks for images or maps closes them
    public static BenchmarkSubject of(BenchmarkSize size, BenchmarkMethod method) {
        ModelShape shape = size.shape();
        return new BenchmarkSubject(
                size.name().toLowerCase(Locale.ROOT),
                method.name().toLowerCase(Locale.ROOT),
                shape,
                method.strategy(),
                PixelTarget.NORMALIZED_PIXELS,
                "attention",
                AttentionMaps::new,
                count -> BenchmarkImages.noise(shape, count));
    }

    /** The network of a recipe and its masks in the last epoch, on views of its own images. */
    public static BenchmarkSubject of(Recipe recipe) {
        MaskSchedule masks = RecipeParts.masks(recipe);
        MaskStrategy strategy = masks.strategy(recipe.run().epochs() - 1);
        return new BenchmarkSubject(
                recipe.run().name(),
                strategy.getClass().getSimpleName(),
                RecipeParts.shape(recipe),
                strategy,
                RecipeParts.target(recipe),
                RecipeChoice.spelled(recipe.masking().map()),
                MapProviders.of(recipe.masking()),
                count -> views(recipe, count));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out
    private static TensorRef views(Recipe recipe, int count) {
        try (RunData data = RunData.open(recipe)) {
            if (data.train().size() < count) {
                throw new IllegalArgumentException(
                        "the recipe's data has " + data.train().size() + " images, which is less than a batch of "
                                + count + "; use a smaller --batch");
            }
            return data.trainingViews().load(0, data.some(count)).images();
        }
    }
}
