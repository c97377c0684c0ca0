/**
 * A run's first steps as a picture of who did what when, for Perfetto and chrome://tracing. Start at
 * {@link org.masque.ops.trace.StepTrace}. May import actors, Jackson and the JDK.
 */
@NullMarked
package org.masque.ops.trace;

import org.jspecify.annotations.NullMarked;
