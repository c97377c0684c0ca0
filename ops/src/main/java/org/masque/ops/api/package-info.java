/**
 * The HTTP server: metrics, health, the control API, live events and the page, all on one port.
 *
 * <p>May import Pekko, Prometheus, {@code org.masque.actors} for the names of a run's files,
 * {@code org.masque.ops.control} and {@code org.masque.ops.health}. Start reading at
 * {@link org.masque.ops.api.ApiServer}, then {@link org.masque.ops.api.Routes}; {@code openapi.yaml} among the
 * resources says it for clients.
 */
@NullMarked
package org.masque.ops.api;

import org.jspecify.annotations.NullMarked;
