/**
 * Compares recipes on an equal budget: plans the runs, carries them out one after the other, evaluates them alike, and
 * writes a table, JSON and curves.
 *
 * <p>May import {@code org.masque.ops.run} and the modules to the left. Start reading at {@code Comparison}.
 */
@NullMarked
package org.masque.ops.compare;

import org.jspecify.annotations.NullMarked;
