package org.masque.model.probe;

import java.util.function.Function;

/**
 * A linear classifier on frozen features: affine-free batch norm, then softmax regression (spec 1.5), by DL4J.
 *
 * <p>It departs from the published recipe where that needs batches of thousands of augmented images: features are
 * cached once, and Adam with a cosine schedule takes the place of LARS, which DL4J lacks. The problem is convex, so
 * both end at the same classifier. There is no weight decay and no augmentation.
 *
 * <p>DL4J takes milliseconds to start an update however small, so batches are large. ND4J's operations use the threads
 * that the process gives them ({@code OMP_NUM_THREADS}, {@code Nd4j.getEnvironment().setMaxThreads}); that is a setting
 * of the whole process, so whoever starts the process chooses it, not a probe. The result is repeatable for a seed and
 * a number of threads. A run ends with the destruction of the calling thread's ND4J workspaces and a garbage
 * collection, both DL4J's doing when a network is closed. Run probes on one thread, or few: every new thread that has
 * run one leaves some MiB in the C library's allocator, up to its own limit of 8 arenas a core.
 *
 * @param epochs passes over the training features, at least 1
 * @param leastUpdates a small set is passed over more often, until there are so many updates; 0 or more
 * @param batch the most images of an update, at least 1
 * @param learningRate of the first update, above 0
 * @param seed of the initial weights and the order of the images
 */
public record LinearProbe(int epochs, int leastUpdates, int batch, double learningRate, long seed) {
    public LinearProbe {
        if (epochs < 1 || leastUpdates < 0 || batch < 1 || !(learningRate > 0)) {
            throw new IllegalArgumentException("epochs " + epochs + " and batch " + batch
                    + " (at least 1), least updates " + leastUpdates + " (at least 0), learning rate " + learningRate
                    + " (above 0)");
        }
    }

    /** What converges on features of a few hundred floats: 30 epochs, at least 300 updates, of 1024 images, at 0.03. */
    public static LinearProbe withSeed(long seed) {
        return new LinearProbe(30, 300, 1024, 0.03, seed);
    }

    /**
     * Trains a classifier on {@code train} and tries it on {@code test}; both stay the caller's.
     *
     * @throws IllegalArgumentException if the widths differ
     */
    public ProbeReport run(Features train, Features test) {
        return tried(train, test, ProbeTraining::report);
    }

    /** The same, asking for the class of each row of {@code test}. */
    int[] classify(Features train, Features test) {
        return tried(train, test, ProbeTraining::said);
    }

    private <T> T tried(Features train, Features test, Function<ProbeTraining, T> result) {
        try (ProbeTraining training = new ProbeTraining(this, train, test)) {
            boolean more = true;
            while (more) {
                more = training.advance();
            }
            return result.apply(training);
        }
    }

    /** How often the training set is passed over, where one pass has so many updates. */
    int passes(int perEpoch) {
        return Math.max(epochs, (leastUpdates + perEpoch - 1) / perEpoch);
    }

    /** The learning rate, where one pass has so many updates. */
    CosineSchedule schedule(int perEpoch) {
        return new CosineSchedule(learningRate, passes(perEpoch) * perEpoch);
    }
}
