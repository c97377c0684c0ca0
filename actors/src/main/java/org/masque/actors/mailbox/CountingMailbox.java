package org.masque.actors.mailbox;

import com.typesafe.config.Config;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.NodeMessageQueue;
import org.jspecify.annotations.Nullable;
import org.masque.actors.RunActor;
import scala.Option;

/**
 * Pekko's mailbox for typed actors, with a counter for those of a run; {@code masque-actors.conf} chooses it.
 *
 * <p>A system without {@link MailboxDepths} in its setup, and an actor that is none of {@link RunActor}, has Pekko's
 * own.
 */
public final class CountingMailbox implements MailboxType {
    private final @Nullable MailboxDepths depths;

    /** Called by Pekko, which wants these two. */
    public CountingMailbox(ActorSystem.Settings settings, Config config) {
        depths = settings.setup().get(MailboxDepths.class).orElse(null);
    }

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        Optional<RunActor> actor = owner.isEmpty()
                ? Optional.empty()
                : RunActor.named(owner.get().path().name());
        return depths == null || actor.isEmpty()
                ? new NodeMessageQueue()
                : new CountedQueue(depths.counter(actor.get()));
    }
}
