package org.masque.actors;

/**
 * How far a long piece of work beside training is.
 *
 * @param name of what is being done, for a person
 * @param done pieces so far
 * @param all pieces of this stage
 * @param unit what a piece is, in the plural
 */
public record WorkStage(String name, int done, int all, String unit) {}
