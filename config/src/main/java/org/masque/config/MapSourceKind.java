package org.masque.config;

/** Whose weights maps are made of. */
public enum MapSourceKind {
    @Meaning("Those that are trained.")
    STUDENT,
    @Meaning("A moving average of them: section masking.teacher.")
    TEACHER
}
