/**
 * {@code masque serve}: runs in a queue, each in a process of its own, started again when that helps, over restarts of
 * the daemon too.
 *
 * <p>May import {@code org.masque.config}, the locks of {@code org.masque.model.checkpoint}, and
 * {@code org.masque.ops.api}, {@code control}, {@code health} and {@code metrics}. Loads no numeric library: those are
 * the children's, so that native code that fails takes no daemon with it. Start reading at
 * {@link org.masque.ops.daemon.Daemon}.
 */
@NullMarked
package org.masque.ops.daemon;

import org.jspecify.annotations.NullMarked;
