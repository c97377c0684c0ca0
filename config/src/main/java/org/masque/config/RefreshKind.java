package org.masque.config;

/** When maps are computed, seen from training. */
public enum RefreshKind {
    /** Beside training, on a copy of the encoder; training goes on with the maps it has. */
    CONCURRENT,
    /** Between two epochs, while training waits: the order of the paper, and repeatable to the bit. */
    BARRIER
}
