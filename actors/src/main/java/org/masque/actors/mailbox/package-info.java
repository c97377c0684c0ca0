/**
 * How many messages wait for an actor, which Pekko does not tell.
 *
 * <p>May import Pekko and {@link org.masque.actors.RunActor}. Start reading at
 * {@link org.masque.actors.mailbox.MailboxDepths}.
 */
@NullMarked
package org.masque.actors.mailbox;

import org.jspecify.annotations.NullMarked;
