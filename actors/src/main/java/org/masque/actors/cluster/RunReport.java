package org.masque.actors.cluster;

/**
 * A run and how it stands, as its node tells the others.
 *
 * @param name unique on its node
 * @param folder on its node
 * @param status a word that is only carried
 * @param message for a person; may be empty
 */
public record RunReport(String name, String folder, String status, String message) {}
