package org.masque.actors.cluster;

/**
 * Who speaks.
 *
 * @param name of the node, for people
 * @param address as the cluster knows it, {@code pekko://masque@host:port}
 * @param generation greater at each start of the node; of two that claim one name, the older is not listened to
 */
public record NodeIdentity(String name, String address, long generation) {}
