package org.masque.ops.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a run.
 *
 * @param samples what a frame holds: {@code height} and {@code width} of a cell in pixels, {@code columns} from left to
 *     right, {@code labels} of the samples from top to bottom; null if the run has no frames
 * @param pictures the earliest first
 */
public record Pictures(@Nullable JsonNode samples, List<Picture> pictures) {
    /**
     * What was drawn at a step; each is the name of a file, or null.
     *
     * @param step of the weights
     * @param frame the cells alone, side by side
     * @param sheet with titles and captions
     */
    public record Picture(
            long step, @Nullable String frame, @Nullable String sheet) {}
}
