package org.masque.ops.score;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.masque.config.MapKind;
import org.masque.config.PartKind;
import org.masque.model.data.ImageSource;
import org.masque.model.data.Selection;

/**
 * What is asked of a scoring.
 *
 * @param trained how many networks are read from disk
 * @param untrained how many are not
 * @param masks an archive of images with trimaps, or null for the recipe's generated scenes
 * @param images how many, spread over the classes; 0 for all
 * @param shifts distances in pixels of a view for stability
 * @param seed of the choice of images, confidence intervals and chance
 * @param maps which of each network are scored
 * @param parts by whom parts are found that are scored too; none to score maps alone
 * @param pictures a folder for pictures, or null for none
 */
public record ScoreRequest(
        int trained,
        int untrained,
        @Nullable Path masks,
        int images,
        List<Integer> shifts,
        long seed,
        List<MapKind> maps,
        List<PartKind> parts,
        @Nullable Path pictures) {
    /** How often something is scored: each network by its maps and by all parts that it has, then the yardsticks. */
    int scorings() {
        int learned = parts.contains(PartKind.LEARNED) ? 1 : 0;
        return trained * (maps.size() + parts.size())
                + untrained * (maps.size() + parts.size() - learned)
                + (parts.isEmpty() ? 3 : 4);
    }

    /** The ids of the images to score, in the set's own order: so all of them are resampled alike whatever the seed. */
    int[] chosen(ImageSource set) {
        int count = images == 0 ? set.size() : images;
        return Arrays.stream(Selection.of(set, count, seed)).sorted().toArray();
    }
}
