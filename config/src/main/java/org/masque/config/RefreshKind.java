package org.masque.config;

/** When maps are computed, seen from training. */
public enum RefreshKind {
    @Meaning("Beside training, on a copy of the encoder. Training goes on with the maps it has.")
    CONCURRENT,
    @Meaning("Between two epochs, while training waits: the order of the paper, and repeatable to the bit.")
    BARRIER
}
