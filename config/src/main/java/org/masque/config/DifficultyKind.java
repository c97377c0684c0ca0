package org.masque.config;

/** Whether a second decoder learns how hard each patch is, and how (HPM). */
public enum DifficultyKind {
    /** It does not: there is none. */
    NONE,
    /** By the order of an image's masked patches. */
    RANKING,
    /** By their losses, standardised within an image. */
    REGRESSION
}
