/** How log lines look on the terminal. The only home of logback. May import the JDK and Jackson. */
@NullMarked
package org.masque.ops.logging;

import org.jspecify.annotations.NullMarked;
