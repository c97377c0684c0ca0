/**
 * Whether maps and parts follow objects: scores of one image against what is known of its pixels, and their means with
 * confidence intervals.
 *
 * <p>Pure functions on plain arrays. May import {@code org.masque.masking} only. Start reading at {@code MapScore}.
 */
@NullMarked
package org.masque.masking.score;

import org.jspecify.annotations.NullMarked;
