package org.masque.actors.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunPlan;
import org.masque.actors.StatePlanner;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.Recipe;
import org.masque.masking.PatchGrid;
import org.masque.model.maps.MapStore;
import org.masque.model.maps.OtherMapsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run knows of each image when it masks it; owned.
 *
 * @param maps made while it trains; null where no strategy asks for any
 * @param parts found before it trained; null likewise
 */
record RunMaps(@Nullable MapStore maps, @Nullable PartPlanner parts) implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(RunMaps.class);

    /**
     * Opens what the recipe's strategy needs.
     *
     * @param images of the training set
     * @throws IOException if it cannot be read, or parts are not there
     */
    static RunMaps open(Recipe recipe, RunFolder folder, int images) throws IOException {
        Needs needs = recipe.masking().strategy().needs();
        PatchGrid grid = RecipeParts.shape(recipe).grid();
        return new RunMaps(
                needs == Needs.MAP ? openMaps(folder.maps(), images, grid) : null,
                needs == Needs.LABELS
                        ? PartPlanner.open(
                                folder.parts(),
                                RecipeParts.masks(recipe),
                                images,
                                grid,
                                recipe.run().seed())
                        : null);
    }

    private static MapStore openMaps(Path file, int images, PatchGrid grid) throws IOException {
        try {
            return MapStore.open(file, images, grid);
        } catch (OtherMapsException changed) {
            // Other data are allowed on request only; their maps are made anew then.
            LOG.warn("maps are made anew: {}", changed.getMessage());
            Files.delete(file);
            return MapStore.open(file, images, grid);
        }
    }

    /** Plans states with what is known. */
    StatePlanner planner(RunPlan plan, Recipe recipe) {
        return parts != null
                ? parts
                : new MapPlanner(
                        plan.masks(),
                        maps,
                        RecipeParts.shape(recipe).grid(),
                        recipe.run().seed());
    }

    @Override
    public void close() throws IOException {
        if (maps != null) {
            maps.close();
        }
        if (parts != null) {
            parts.close();
        }
    }
}
