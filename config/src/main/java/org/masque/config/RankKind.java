package org.masque.config;

/** Which patches masking by rank takes. */
public enum RankKind {
    @Meaning("Those of the largest weight.")
    HIGH,
    @Meaning("Those of the smallest weight.")
    LOW,
    @Meaning("As with high, but some of the highest tenth are shown again.")
    HINTS
}
