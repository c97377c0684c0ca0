/**
 * Operating the trainer: the command line and how its endings are told to the outside.
 *
 * <p>May import every other module. Start reading at {@link org.masque.ops.Masque}.
 */
@NullMarked
package org.masque.ops;

import org.jspecify.annotations.NullMarked;
