/**
 * One run from a recipe to its outcome: opens what the recipe names, puts the actors together, and takes them apart.
 *
 * <p>May import {@code org.masque.actors} and what that may. Start reading at
 * {@link org.masque.actors.run.TrainingRun}.
 */
@NullMarked
package org.masque.actors.run;

import org.jspecify.annotations.NullMarked;
