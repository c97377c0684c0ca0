package org.masque.actors;

/**
 * A message that carries a claim on off-heap memory: whoever receives it closes it, moves it on, or keeps it in a field
 * that its {@code PostStop} and {@code PreRestart} close.
 *
 * <p>Owned messages are never stashed, adapted or asked for. If one reaches nobody, {@link DeadLetterReclaimer} closes
 * it.
 */
public interface OwnedMessage extends AutoCloseable {
    /** Gives the claim back. */
    @Override
    void close();
}
