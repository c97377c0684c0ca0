package org.masque.actors;

/** What a coordinator is at. */
enum RunPhase {
    /** One step after another. */
    TRAINING,
    /** No step can begin before maps are made. */
    WAITING_FOR_MAPS,
    /** The last step is done or a stop was asked for; what is in flight is waited for. */
    ENDING
}
