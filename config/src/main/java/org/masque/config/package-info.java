/**
 * Recipes: records that check themselves, and the HOCON loader that fills them.
 *
 * <p>May import the JDK and Typesafe Config, nothing of Masque. Start reading at {@link org.masque.config.Recipe},
 * whose records are the table of keys; then {@link org.masque.config.RecipeLoader}, which makes one from a file, and
 * {@link org.masque.config.EffectiveRecipe}, which writes one down and compares two. {@code Schema} reads the table,
 * {@code Checks} and {@code Rules} hold a recipe to it.
 */
@NullMarked
package org.masque.config;

import org.jspecify.annotations.NullMarked;
