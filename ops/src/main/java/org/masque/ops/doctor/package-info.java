/**
 * The findings of {@code masque doctor}: what this machine and this build can do together, and what stands in the way.
 *
 * <p>May import {@code org.masque.model.device}. Start reading at {@link org.masque.ops.doctor.Examination}.
 */
@NullMarked
package org.masque.ops.doctor;

import org.jspecify.annotations.NullMarked;
