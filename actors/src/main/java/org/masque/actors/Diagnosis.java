package org.masque.actors;

import java.util.List;
import org.masque.model.objective.TensorStatistics;

/**
 * All that is known when several steps in a row were bad.
 *
 * @param step steps done
 * @param goesBack whether the run goes back to a checkpoint, or ends
 * @param badSteps those in a row, since this process began
 * @param recovery losses before them, and how often the run went back already
 * @param gradients of the last bad step, summed over the workers, for each tensor
 * @param weights as they are, for each tensor
 */
public record Diagnosis(
        long step,
        boolean goesBack,
        List<BadStep> badSteps,
        Recovery recovery,
        List<TensorStatistics> gradients,
        List<TensorStatistics> weights) {
    public Diagnosis {
        badSteps = List.copyOf(badSteps);
        gradients = List.copyOf(gradients);
        weights = List.copyOf(weights);
    }

    /** What happened and what to do about it, for a person. */
    public String advice() {
        return recovery.badInARow() + " steps in a row had a bad loss or gradient (" + last()
                + "), and the run went back "
                + recovery.rollbacks().size() + " times already: lower optimizer.learningRate, set optimizer.clipNorm,"
                + " take the images that the log names out of the data, or raise recovery.maxRollbacks";
    }

    private String last() {
        if (badSteps.isEmpty()) {
            return "unknown";
        }
        BadStep bad = badSteps.get(badSteps.size() - 1);
        return "the last: " + bad.cause().label() + ", loss " + bad.loss() + ", gradient norm " + bad.gradientNorm();
    }
}
