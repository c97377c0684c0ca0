package org.masque.actors;

import java.util.Optional;
import org.masque.actors.RunOutcome.End;

/** Counts steps in a row that changed no weight, and says when they are too many. */
final class StepsLeftOut {
    private final int limit;
    private int withoutFiniteGradient;
    private int withoutImages;

    StepsLeftOut(int limit) {
        this.limit = limit;
    }

    /** A step was applied: those before are forgiven. */
    void forgive() {
        withoutFiniteGradient = 0;
        withoutImages = 0;
    }

    void countNonFinite() {
        withoutFiniteGradient++;
    }

    void countEmpty() {
        withoutImages++;
    }

    /** How the run must end by them; empty while they are few. */
    Optional<RunOutcome> outcome(long step, double lastLoss) {
        if (withoutImages >= limit) {
            String reason = withoutImages + " steps in a row had no image that could be used:"
                    + " mend or remove the files that the log names, or raise optimizer.batchSize";
            return Optional.of(new RunOutcome(End.BAD_DATA, step, reason));
        }
        if (withoutFiniteGradient >= limit) {
            String reason = withoutFiniteGradient + " steps in a row had no finite gradient (last loss " + lastLoss
                    + "): lower optimizer.learningRate or set optimizer.clipNorm";
            return Optional.of(new RunOutcome(End.FAILED, step, reason));
        }
        return Optional.empty();
    }
}
