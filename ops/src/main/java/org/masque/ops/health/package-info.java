/**
 * Whether a run, or the daemon, is alive and ready; {@code org.masque.ops.api} serves it.
 *
 * <p>Imports nothing of ours. Start reading at {@link org.masque.ops.health.RunHealth}.
 */
@NullMarked
package org.masque.ops.health;

import org.jspecify.annotations.NullMarked;
