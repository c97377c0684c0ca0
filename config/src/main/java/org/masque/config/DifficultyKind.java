package org.masque.config;

/** Whether a second decoder learns how hard each patch is, and how (HPM). */
public enum DifficultyKind {
    @Meaning("There is no second decoder.")
    NONE,
    @Meaning("By the order of an image's masked patches.")
    RANKING,
    @Meaning("By their losses, standardised within an image.")
    REGRESSION
}
