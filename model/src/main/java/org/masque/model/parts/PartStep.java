package org.masque.model.parts;

/**
 * One step of learning parts.
 *
 * @param number 1-based, over the whole stage
 * @param learningRate of this step, at least 0
 */
public record PartStep(long number, float learningRate) {}
