/**
 * Recipes: records that check themselves, and the HOCON loader that fills them.
 *
 * <p>May import the JDK and Typesafe Config, nothing of Masque. Start reading at {@code Recipe}.
 */
@NullMarked
package org.masque.config;

import org.jspecify.annotations.NullMarked;
