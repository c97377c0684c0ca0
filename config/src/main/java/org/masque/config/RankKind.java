package org.masque.config;

/** Which patches masking by rank takes. */
public enum RankKind {
    /** Those of the largest weight. */
    HIGH,
    /** Those of the smallest weight. */
    LOW,
    /** As high, but some of the highest tenth are shown again. */
    HINTS
}
