package org.masque.config;

/** Whose weights maps are made of. */
public enum MapSourceKind {
    /** Those that are trained. */
    STUDENT,
    /** A moving average of them: section {@code masking.teacher}. */
    TEACHER
}
