/**
 * Compares every quantity of this engine with numbers from a reference implementation.
 *
 * <p>May import all of the model. Start reading at {@link org.masque.model.numerics.GoldenComparison}.
 */
@NullMarked
package org.masque.model.numerics;

import org.jspecify.annotations.NullMarked;
