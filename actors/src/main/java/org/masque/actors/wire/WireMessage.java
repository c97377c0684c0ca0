package org.masque.actors.wire;

/**
 * A message that may cross the network: a record of numbers, text, enums, collections and other such records.
 *
 * <p>Each is listed in {@code wire-classes.txt}. It never holds a tensor, a claim on memory or the reference of an
 * actor: an answer goes to a member of the cluster, not to an address that a stranger wrote.
 */
public interface WireMessage {}
