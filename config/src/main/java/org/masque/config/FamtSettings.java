package org.masque.config;

/**
 * FAMT's map: section {@code masking.famt}.
 *
 * @param frequency whether a patch also weighs by what a high-pass along the tokens leaves of it
 */
@Affects(Impact.TRAJECTORY)
public record FamtSettings(@Default("false") boolean frequency) {}
