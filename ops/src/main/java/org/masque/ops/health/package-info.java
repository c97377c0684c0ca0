/**
 * Whether a run is alive and ready, and the HTTP server that says so beside the metrics.
 *
 * <p>May import Prometheus and the JDK's HTTP server. Start reading at {@link org.masque.ops.health.RunHealth}.
 */
@NullMarked
package org.masque.ops.health;

import org.jspecify.annotations.NullMarked;
