package org.masque.ops.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.masque.actors.run.RecipeParts;
import org.masque.actors.run.RunFolder;
import org.masque.config.BestKind;
import org.masque.config.MaskingKind.Needs;
import org.masque.config.Recipe;
import org.masque.model.maps.MapStore;
import org.masque.model.vit.ParameterLayout;

/** How much room a run still needs, beside what it has written already. */
final class DiskNeed {
    // Weights and both moments, as float32.
    private static final long BYTES_PER_WEIGHT = 3 * 4L;

    private DiskNeed() {}

    /** The bytes for checkpoints up to the one that lets the oldest go, and for the maps in use. */
    static long bytes(Recipe recipe, RunFolder folder, int images) throws IOException {
        long weights = new ParameterLayout(RecipeParts.shape(recipe)).length();
        long bytesPerWeight = BYTES_PER_WEIGHT + (recipe.masking().hasTeacher() ? 4 : 0);
        long maps = recipe.masking().strategy().needs() == Needs.NOTHING
                ? 0
                : MapStore.fileBytes(images, RecipeParts.shape(recipe).grid());
        long checkpoints = Math.max(1, recipe.checkpoint().keepLast() + 1 + judged(recipe) - published(folder.path()));
        return checkpoints * (weights * bytesPerWeight + maps) + (Files.exists(folder.maps()) ? 0 : maps);
    }

    // The best one, and the one whose evaluation is under way.
    private static int judged(Recipe recipe) {
        return recipe.checkpoint().keepBest() == BestKind.NONE
                        || recipe.evaluation().everyEpochs() == 0
                ? 0
                : 2;
    }

    private static int published(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        int count = 0;
        if (Files.isDirectory(checkpoints)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(checkpoints, "step-*")) {
                for (Path each : folders) {
                    count += each.getFileName().toString().matches("step-\\d+") ? 1 : 0;
                }
            }
        }
        return count;
    }
}
