package org.masque.config;

/**
 * How the work is cut up: section {@code parallel}.
 *
 * @param workers workers that share a batch, not above {@code optimizer.batchSize}; 0: one a core
 * @param microBatch images that a worker computes at once; 0: chosen so that activations stay in the cache
 * @param kernels which implementation of the kernels computes
 */
@Affects(Impact.HARMLESS)
public record ParallelSettings(
        @Default("0") @Within("[0, inf)") int workers,
        @Default("0") @Within("[0, inf)") int microBatch,
        @Default("auto") KernelKind kernels) {
    public ParallelSettings {
        Checks.require(ParallelSettings.class, workers, microBatch, kernels);
    }
}
