package org.masque.actors;

/** What a coordinator is at. */
enum RunPhase {
    /** One step after another. */
    TRAINING,
    /** No step can begin before maps are made. */
    WAITING_FOR_MAPS,
    /** Too many steps in a row were bad; the state is being filled from an earlier checkpoint. */
    GOING_BACK,
    /** The last step is done or a stop was asked for; what is in flight is waited for. */
    ENDING
}
