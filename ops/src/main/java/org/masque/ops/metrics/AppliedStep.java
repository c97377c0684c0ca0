package org.masque.ops.metrics;

import java.time.Duration;

/**
 * One optimiser update, as it is reported.
 *
 * @param step the number of steps so far, those left out included
 * @param epoch passes over the data so far, with a fraction
 * @param samples images in the step
 * @param loss of this step
 * @param learningRate at this step
 * @param gradientNorm the norm of all gradients together
 * @param elapsed from the step before
 */
public record AppliedStep(
        long step,
        double epoch,
        int samples,
        double loss,
        double learningRate,
        double gradientNorm,
        Duration elapsed) {}
