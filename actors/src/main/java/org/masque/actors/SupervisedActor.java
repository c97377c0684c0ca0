package org.masque.actors;

import java.util.Locale;

/**
 * The actors that are started again under supervision in place of ending the run; a closed list, for a metric's label.
 */
public enum SupervisedActor {
    /** Decodes and augments images. */
    LOADER,
    /** Plans the states of patches. */
    MASK_PLANNER,
    /** Makes the maps. */
    ATTENTION_MAPPER,
    /** Runs the probes. */
    EVALUATOR,
    /** Writes checkpoints. */
    CHECKPOINT_WRITER,
    /** Draws pictures. */
    PICTURE_PAINTER;

    /** The name in metrics and in the log. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
