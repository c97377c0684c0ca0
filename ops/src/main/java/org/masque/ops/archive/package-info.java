/**
 * What a run left in its folder, read for the page and the API: its history in few points, evaluations, events,
 * pictures, checkpoints, log.
 *
 * <p>Reads only, and only files: so a run in progress, one of another process, and one that ended long ago look the
 * same. May import {@code org.masque.actors} for the names of the files. Start reading at
 * {@link org.masque.ops.archive.RunArchive}.
 */
@NullMarked
package org.masque.ops.archive;

import org.jspecify.annotations.NullMarked;
