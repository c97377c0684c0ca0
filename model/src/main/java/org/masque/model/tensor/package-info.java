/**
 * Off-heap memory with one owner: owned claims, borrowed views, the arena, snapshots.
 *
 * <p>May import the JDK and ND4J. Start reading at {@link org.masque.model.tensor.TensorRef}.
 */
@NullMarked
package org.masque.model.tensor;

import org.jspecify.annotations.NullMarked;
