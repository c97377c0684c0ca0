package org.masque.actors;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.masque.model.objective.TrainingState;

/**
 * What a coordinator is made of.
 *
 * @param plan when things are due
 * @param state owned by the coordinator from now on
 * @param start where to begin
 * @param observer hears everything
 * @param sampleName names a sample in messages
 * @param outcome completed when everything is closed
 */
public record RunSetup(
        RunPlan plan,
        TrainingState state,
        RunCursor start,
        TrainingObserver observer,
        IntFunction<String> sampleName,
        CompletableFuture<RunOutcome> outcome) {}
