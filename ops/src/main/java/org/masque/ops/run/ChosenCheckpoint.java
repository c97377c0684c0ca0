package org.masque.ops.run;

/** Which checkpoint of a run's folder a network is read from. */
public enum ChosenCheckpoint {
    /** The newest that verifies. */
    NEWEST,
    /** That of the best evaluation, as {@code checkpoint.keepBest} of the run's recipe judges. */
    BEST
}
