/**
 * What one run of a recipe shows and leaves: lock, checks, files, metrics, signals, around
 * {@code org.masque.actors.run}.
 *
 * <p>May import everything left of {@code ops}. Start reading at {@link org.masque.ops.run.RunSession}.
 */
@NullMarked
package org.masque.ops.run;

import org.jspecify.annotations.NullMarked;
