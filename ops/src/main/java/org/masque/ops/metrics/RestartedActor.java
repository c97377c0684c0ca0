package org.masque.ops.metrics;

import java.util.Locale;

/** The actors that restart under supervision in place of ending the run. */
public enum RestartedActor {
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
    /** Serves metrics and health. */
    HTTP;

    /** The value of the label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
