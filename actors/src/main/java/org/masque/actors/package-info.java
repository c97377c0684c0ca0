/**
 * Who does what when: the actors of a run, and the messages between them.
 *
 * <p>May import {@code org.masque.config}, {@code org.masque.masking} and {@code org.masque.model}; the only home of
 * Pekko. An actor decides when, a plain class of the model decides what. Only
 * {@link org.masque.model.tensor.TensorRef}s cross an actor boundary, inside messages that are
 * {@link org.masque.actors.OwnedMessage}s. Start reading at {@link org.masque.actors.RunCoordinator}, then
 * {@link org.masque.actors.BatchBroker} and {@link org.masque.actors.DeviceWorker}.
 */
@NullMarked
package org.masque.actors;

import org.jspecify.annotations.NullMarked;
