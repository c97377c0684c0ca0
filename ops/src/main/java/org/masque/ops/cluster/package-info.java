/**
 * The runs of all nodes as if they were here: what the API, the page and the commands ask, put to the node that has the
 * run.
 *
 * <p>May import {@code org.masque.ops.api} for the audit log, {@code org.masque.ops.control},
 * {@code org.masque.ops.health}, {@code org.masque.ops.metrics} and {@code org.masque.actors.cluster}; Pekko stays
 * behind the latter. Start reading at {@link org.masque.ops.cluster.Membership}, then
 * {@link org.masque.ops.cluster.ClusterRuns}.
 */
@NullMarked
package org.masque.ops.cluster;

import org.jspecify.annotations.NullMarked;
