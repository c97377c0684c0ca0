package org.masque.actors.mailbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.setup.Setup;
import org.masque.actors.RunActor;

/**
 * How many messages wait for the actors of a run, those of one kind together. Safe for several threads.
 *
 * <p>It is given to an actor system with its setup, where each {@link CountingMailbox} finds it. The message that an
 * actor has in hand does not wait any more.
 */
public final class MailboxDepths extends Setup {
    // Never changed after the constructor.
    private final Map<RunActor, AtomicInteger> waiting = new EnumMap<>(RunActor.class);

    /** Nothing waits yet. */
    public MailboxDepths() {
        for (RunActor actor : RunActor.values()) {
            waiting.put(actor, new AtomicInteger());
        }
    }

    /** So many messages wait for the actors of this kind. */
    public int waitingFor(RunActor actor) {
        return counter(actor).get();
    }

    AtomicInteger counter(RunActor actor) {
        return Objects.requireNonNull(waiting.get(actor));
    }
}
