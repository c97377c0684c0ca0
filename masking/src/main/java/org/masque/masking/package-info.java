/**
 * Which patches of a view are visible, masked or thrown: pure functions on plain arrays.
 *
 * <p>May import {@code org.masque.config}; no ND4J, no Pekko. Start reading at {@link org.masque.masking.MaskStrategy}.
 */
@NullMarked
package org.masque.masking;

import org.jspecify.annotations.NullMarked;
