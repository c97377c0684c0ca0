/**
 * What {@code masque scan} finds in the images of a recipe before a run, and how it is told.
 *
 * <p>May import {@code org.masque.actors.run} and {@code org.masque.model.data}. Start reading at
 * {@link org.masque.ops.scan.DataScan}.
 */
@NullMarked
package org.masque.ops.scan;

import org.jspecify.annotations.NullMarked;
