package org.masque.ops.health;

import java.util.Locale;

/** Why a run is ready, or not; the codes of {@code /readyz}. */
public enum Readiness {
    /** Steps are being applied. */
    READY,
    /** Not yet training. */
    STARTING,
    /** Held by its user. */
    PAUSED,
    /** No step within the bound. */
    NO_PROGRESS,
    /** The device of a worker failed. */
    DEVICE_FAILED,
    /** The images cannot be read any more. */
    DATA_FAILED,
    /** About to end. */
    STOPPING,
    /** Ended. */
    ENDED;

    /** The code in the answer. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
