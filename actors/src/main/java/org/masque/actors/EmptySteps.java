package org.masque.actors;

import java.util.Optional;
import org.masque.actors.RunOutcome.End;

/** Counts steps in a row none of whose images could be used, and says when they are too many. */
final class EmptySteps {
    private final int limit;
    private int inARow;

    EmptySteps(int limit) {
        this.limit = limit;
    }

    /** A step was applied: those before are forgiven. */
    void forgive() {
        inARow = 0;
    }

    void count() {
        inARow++;
    }

    /** How the run must end by them; empty while they are few. */
    Optional<RunOutcome> outcome(long step) {
        if (inARow < limit) {
            return Optional.empty();
        }
        String reason = inARow + " steps in a row had no image that could be used:"
                + " mend or remove the files that the log names, or raise optimizer.batchSize";
        return Optional.of(new RunOutcome(End.BAD_DATA, step, reason));
    }
}
