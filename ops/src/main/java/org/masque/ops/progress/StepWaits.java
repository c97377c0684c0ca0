package org.masque.ops.progress;

import java.time.Duration;

/**
 * What a step waited for, averaged over its workers.
 *
 * @param data for images
 * @param masks for masks
 */
public record StepWaits(Duration data, Duration masks) {
    /** A step that waited for nothing. */
    public static final StepWaits NONE = new StepWaits(Duration.ZERO, Duration.ZERO);
}
