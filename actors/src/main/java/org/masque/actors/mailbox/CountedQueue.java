package org.masque.actors.mailbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.NodeMessageQueue;
import org.apache.pekko.dispatch.UnboundedMessageQueueSemantics;
import org.jspecify.annotations.Nullable;

/** Pekko's queue of one consumer, and a count of what is in it. Any thread puts in, the actor's takes out. */
final class CountedQueue implements MessageQueue, UnboundedMessageQueueSemantics {
    private final NodeMessageQueue queue = new NodeMessageQueue();
    private final AtomicInteger waiting;

    /** A queue that adds to a counter, which others may share. */
    CountedQueue(AtomicInteger waiting) {
        this.waiting = waiting;
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
        // Before it is there: the actor may take it at once, and less than nothing never waits.
        waiting.incrementAndGet();
        queue.enqueue(receiver, envelope);
    }

    @Override
    public @Nullable Envelope dequeue() {
        Envelope envelope = queue.dequeue();
        if (envelope != null) {
            waiting.decrementAndGet();
        }
        return envelope;
    }

    @Override
    public int numberOfMessages() {
        return queue.numberOfMessages();
    }

    @Override
    public boolean hasMessages() {
        return queue.hasMessages();
    }

    @Override
    public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
        for (Envelope left = dequeue(); left != null; left = dequeue()) {
            deadLetters.enqueue(owner, left);
        }
    }
}
