/**
 * The metrics of a run, for Prometheus: names begin with {@code masque_}, labels are small closed lists.
 *
 * <p>Plain classes with a method an event; none of them blocks or allocates much, and any thread may call them. May
 * import Prometheus, {@code org.masque.masking}, {@code org.masque.model} and {@code org.masque.actors}. Start reading
 * at {@link org.masque.ops.metrics.RunMetrics}.
 */
@NullMarked
package org.masque.ops.metrics;

import org.jspecify.annotations.NullMarked;
