package org.masque.model.checkpoint;

/**
 * The checkpoint whose evaluation was the best of a run so far.
 *
 * @param step that was evaluated
 * @param accuracy it had, 0 to 1
 * @param figure what the accuracy is of; accuracies of different figures are not compared
 * @param folder the name of the checkpoint, which is of that step, or the first one after it
 */
public record BestCheckpoint(long step, double accuracy, String figure, String folder) {}
