/** Files that are written beside training without holding it up. May import the JDK and slf4j only. */
@NullMarked
package org.masque.ops.files;

import org.jspecify.annotations.NullMarked;
