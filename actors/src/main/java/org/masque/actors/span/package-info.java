/**
 * How long each phase of a run takes, as events of the JDK's Flight Recorder: {@link org.masque.actors.span.Span} and
 * its kinds. They cost nothing measurable while nobody records. May import the JDK only.
 */
@NullMarked
package org.masque.actors.span;

import org.jspecify.annotations.NullMarked;
