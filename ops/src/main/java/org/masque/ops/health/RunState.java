package org.masque.ops.health;

import java.util.Locale;

/** What a run is doing; a closed list, so that a metric can be labelled with it. */
public enum RunState {
    /** Reading configuration, checkpoint and images. */
    STARTING,
    /** Finding the parts of all images, before training with masks by parts. */
    FINDING_PARTS,
    /** Training, or making maps, probing and saving beside it. */
    TRAINING,
    /** Held by its user. */
    PAUSED,
    /** Finishing the step in hand and saving. */
    STOPPING,
    /** At its end, with everything saved. */
    STOPPED,
    /** At its end by a failure. */
    FAILED;

    /** The name in metrics and in the answers of the health endpoints. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
