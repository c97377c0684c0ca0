/**
 * Checkpoints that are whole or absent: temporary folder, fsync, manifest, rename.
 *
 * <p>May import {@code tensor} and {@code interop}. Start reading at
 * {@link org.masque.model.checkpoint.CheckpointStore}.
 */
@NullMarked
package org.masque.model.checkpoint;

import org.jspecify.annotations.NullMarked;
