package org.masque.actors.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.masque.actors.WeightsSnapshot;
import org.masque.config.MaskingKind;
import org.masque.config.Recipe;
import org.masque.model.kernels.Kernels;
import org.masque.model.parts.OtherPartsException;

/**
 * Draws one sheet of a network that is no longer trained, with the masks that its run would give.
 *
 * @param recipe of the network
 * @param data the images, borrowed
 * @param images on the sheet
 */
public record NetworkSheet(Recipe recipe, RunData data, int images) {
    /**
     * Draws it.
     *
     * @param network borrowed; its epoch says which strategy is used
     * @param run where the labels are; needed where the network masks by parts
     * @param folder for the file
     * @return the file
     * @throws OtherPartsException if the network masks by parts and there are no labels of these images
     */
    public Path draw(WeightsSnapshot network, Optional<RunFolder> run, Path folder, Kernels kernels)
            throws IOException {
        if (recipe.masking().strategy() != MaskingKind.PARTS) {
            return new PictureSheets(recipe, data, folder, images).draw(network, network.version(), kernels);
        }
        RunFolder labelled = run.orElseThrow(() -> new OtherPartsException("this network masks by parts, and there are"
                + " no labels beside it: name the folder of its run, which holds parts/labels.bin, or give"
                + " --set masking.strategy=random to see it with random masks"));
        try (PartPlanner parts = PartPlanner.open(
                labelled.parts(),
                RecipeParts.masks(recipe),
                data.train().size(),
                RecipeParts.shape(recipe).grid(),
                recipe.run().seed())) {
            requireSameImages(parts, labelled);
            return new PictureSheets(recipe, data, folder, images, parts).draw(network, network.version(), kernels);
        }
    }

    private void requireSameImages(PartPlanner parts, RunFolder run) throws OtherPartsException {
        String labelled = parts.labels().header().provenance().entries().getOrDefault("images", "");
        if (!labelled.equals(data.train().fingerprint())) {
            throw new OtherPartsException(
                    run.parts().labels() + " holds parts of other images than these: leave out the"
                            + " --set of data.*, or give --set masking.strategy=random to see these with random masks");
        }
    }
}
