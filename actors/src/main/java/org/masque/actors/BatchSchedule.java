package org.masque.actors;

import java.util.SplittableRandom;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.data.DataException;

/**
 * Which samples are in which batch: a pure function of seed and batch number, so that a run goes on after a kill where
 * it was.
 *
 * <p>Each epoch is a fresh shuffle of all samples, cut into batches; a last partial batch is left out (spec 1.4).
 *
 * @param seed the run's seed
 * @param samples in the data set
 * @param batchSize views in a batch, at most {@code samples}
 * @param accumulation batches in a step, at least 1
 */
public record BatchSchedule(long seed, int samples, int batchSize, int accumulation) {
    public BatchSchedule {
        if (batchSize < 1 || accumulation < 1 || stepsPerEpoch(samples, batchSize, accumulation) < 1) {
            throw new DataException(samples + " images do not fill one step of " + accumulation + " batches of "
                    + batchSize + ": add images, or lower optimizer.batchSize");
        }
    }

    private static int stepsPerEpoch(int samples, int batchSize, int accumulation) {
        return samples / batchSize / accumulation;
    }

    /** Steps in an epoch. */
    public int stepsPerEpoch() {
        return stepsPerEpoch(samples, batchSize, accumulation);
    }

    /** The epoch, 0-based, of a step, 0-based. */
    public int epochOfStep(long step) {
        return Math.toIntExact(step / stepsPerEpoch());
    }

    /** The epoch of a step with its fraction, for the learning rate. */
    public double fractionalEpoch(long step) {
        return epochsDone(step, stepsPerEpoch());
    }

    /**
     * Passes over the data after so many steps, with a fraction: how terminal, log, metrics, page and pictures count
     * epochs. So 2 is the end of the second epoch, and where the epoch of {@code masking.startEpoch = 2} begins.
     */
    public static double epochsDone(long steps, int stepsPerEpoch) {
        return (double) steps / stepsPerEpoch;
    }

    /** The epoch of a batch; batches are numbered through the whole run. */
    public int epochOfBatch(long batch) {
        return epochOfStep(batch / accumulation);
    }

    /** The sample ids of one batch, which must be of the epoch that {@code order} was drawn for. */
    public int[] idsOfBatch(long batch, int[] order) {
        long batchesPerEpoch = (long) stepsPerEpoch() * accumulation;
        int index = Math.toIntExact(batch % batchesPerEpoch);
        int[] ids = new int[batchSize];
        System.arraycopy(order, index * batchSize, ids, 0, batchSize);
        return ids;
    }

    /** The order of all samples in an epoch (Fisher and Yates). */
    public int[] order(int epoch) {
        SplittableRandom random = Randomness.of(seed, epoch, 0, Purpose.ORDER);
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
