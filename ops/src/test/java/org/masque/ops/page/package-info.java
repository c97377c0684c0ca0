/** The page in a browser, over runs that are served. */
@NullMarked
package org.masque.ops.page;

import org.jspecify.annotations.NullMarked;
