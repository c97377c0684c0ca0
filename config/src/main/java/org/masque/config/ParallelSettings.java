package org.masque.config;

/** How the work is cut up: section {@code parallel}. */
@Meaning("How the work is cut up, and who computes.")
@Affects(Impact.HARMLESS)
public record ParallelSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "Workers that share a batch. Not above optimizer.batchSize. 0: one for each core.",
                unit = "workers")
        int workers,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value = "Images that a worker computes at once. 0: chosen so that activations stay in the cache.",
                unit = "images")
        int microBatch,

        @Default("auto") @Meaning("Which implementation of the kernels computes.")
        KernelKind kernels) {
    public ParallelSettings {
        Checks.require(ParallelSettings.class, workers, microBatch, kernels);
    }
}
