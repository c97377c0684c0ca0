package org.masque.model.checkpoint;

import java.io.IOException;

/** Another process has begun this run since, and has it now: what this one learns is of no use to anybody. */
public final class SupersededException extends IOException {
    /**
     * By a later generation.
     *
     * @param newer number of the newest generation
     * @param holder who began it; "another process" where that is not known
     * @param mine number of this process's generation
     */
    SupersededException(long newer, String holder, long mine) {
        super(holder + " has begun generation " + newer + " of this run and has it now; this one, " + mine
                + ", saves nothing any more");
    }
}
