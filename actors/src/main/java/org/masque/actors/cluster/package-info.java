/**
 * The control plane of several nodes: who is there, which runs they have, and how a run of another node is steered.
 *
 * <p>Each node publishes its own runs and nobody else's, so there is nothing to merge. Only control goes this way; no
 * tensor does. What a run's state or an action is called is the business of whoever starts this: here they are words
 * that are carried. May import Pekko, Typesafe Config and {@link org.masque.actors.wire}. Start reading at
 * {@link org.masque.actors.cluster.ControlCluster}, then {@link org.masque.actors.cluster.RunDirectory}.
 */
@NullMarked
package org.masque.actors.cluster;

import org.jspecify.annotations.NullMarked;
