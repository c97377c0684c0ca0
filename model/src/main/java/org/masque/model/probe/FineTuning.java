package org.masque.model.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.masque.masking.Randomness;
import org.masque.masking.Randomness.Purpose;
import org.masque.model.data.DataException;
import org.masque.model.data.Views;
import org.masque.model.kernels.AdamStep;
import org.masque.model.kernels.Kernels;
import org.masque.model.optim.LearningRateSchedule;
import org.masque.model.tensor.Tensor;
import org.masque.model.vit.SkippedBranches;
import org.masque.model.vit.StochasticDepth;
import org.masque.model.vit.Weights;

/**
 * Trains a whole encoder with a linear classifier on top, then tries it on test images (spec 1.6): what pre-training is
 * mostly judged by.
 *
 * <p>All on the caller's thread, and the same bits for the same seed, weights and images.
 *
 * @param settings how
 * @param train views to learn from, other ones in each epoch
 * @param test whole images
 * @param classes how many there are
 */
public record FineTuning(FineTuneSettings settings, LabelledSet train, LabelledSet test, int classes) {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final double LAST_RATE = 1e-6;
    private static final int ENOUGH_ROWS = 512;

    /** Hears how far it is, on the caller's thread. */
    public interface Progress {
        /** A step of all, 1-based, was done. */
        void stepDone(long step, long steps);

        /** An epoch, 1-based, was done with a mean loss. */
        void epochDone(int epoch, double loss);

        /** So many of all test images were tried. */
        void tested(int images, int all);
    }

    /**
     * Fine-tunes a copy of some weights.
     *
     * @param start borrowed
     * @param kernels borrowed
     * @throws DataException if the loss comes to no number, or no image can be read
     */
    public FineTuneReport run(Weights start, Kernels kernels, Progress progress) {
        long begun = System.nanoTime();
        try (FineTunedNetwork network = new FineTunedNetwork(start, classes, settings, kernels)) {
            List<Double> losses = new ArrayList<>();
            for (int epoch = 0; epoch < settings.epochs(); epoch++) {
                losses.add(learn(network, epoch, progress));
                progress.epochDone(epoch + 1, losses.get(epoch));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new FineTuneReport(confusion(network, progress), List.copyOf(losses), train.count(), seconds);
        }
    }

    private int batchSize() {
        return Math.min(settings.batchSize(), train.count());
    }

    /** Steps of all epochs. */
    public long steps() {
        return (long) settings.epochs() * stepsPerEpoch();
    }

    private int stepsPerEpoch() {
        return train.count() / batchSize();
    }

    // The mean loss of the steps.
    private double learn(FineTunedNetwork network, int epoch, Progress progress) {
        int steps = stepsPerEpoch();
        LearningRateSchedule rates = new LearningRateSchedule(
                settings.learningRate(),
                Math.min(LAST_RATE, settings.learningRate()),
                settings.warmupEpochs(),
                settings.epochs(),
                LearningRateSchedule.Shape.COSINE);
        int[] order = order(epoch);
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            int[] ids = Arrays.copyOfRange(order, step * batchSize(), (step + 1) * batchSize());
            double loss = lossAndGradients(network, epoch, ids);
            if (!Double.isFinite(loss)) {
                throw new DataException(
                        "the loss of fine-tuning is not finite in epoch " + (epoch + 1) + ": lower the learning rate");
            }
            double rate = rates.at(epoch + (double) step / steps);
            long done = (long) epoch * steps + step + 1;
            network.update(new AdamStep((float) rate, BETA1, BETA2, EPSILON, done));
            progress.stepDone(done, steps());
            sum += loss;
        }
        return sum / steps;
    }

    private double lossAndGradients(FineTunedNetwork network, int epoch, int[] ids) {
        network.clear();
        try (Views views = train.images().load(epoch, ids)) {
            SkippedBranches skipped = new StochasticDepth(settings.dropPath(), settings.seed()).of(epoch, views.ids());
            double loss = 0;
            int size = microBatch(network);
            for (int first = 0; first < views.size(); first += size) {
                int last = Math.min(views.size(), first + size);
                int[] places = IntStream.range(first, last).toArray();
                loss += network.lossAndGradients(
                        some(views, first, last),
                        labels(train, views, first, last),
                        skipped.chosen(places),
                        1f / views.size());
            }
            return loss;
        }
    }

    // As many images as make rows enough for fast products; by sizes only, so that bits do not depend on the machine.
    private static int microBatch(FineTunedNetwork network) {
        return Math.max(1, ENOUGH_ROWS / (network.weights().shape().patches() + 1));
    }

    private static Tensor some(Views views, int from, int to) {
        long[] shape = views.tensor().shape();
        long size = shape[1] * shape[2] * shape[3];
        return views.tensor().slice(from * size, to - from, shape[1], shape[2], shape[3]);
    }

    private static int[] labels(LabelledSet set, Views views, int from, int to) {
        return IntStream.range(from, to)
                .map(place -> set.label().applyAsInt(views.ids()[place]))
                .toArray();
    }

    private int[] order(int epoch) {
        return Randomness.order(train.count(), Randomness.of(settings.seed(), epoch + 1, -1, Purpose.PROBE));
    }

    private int[][] confusion(FineTunedNetwork network, Progress progress) {
        int[][] confusion = new int[classes][classes];
        int size = microBatch(network);
        int seen = 0;
        for (int first = 0; first < test.count(); first += size) {
            int[] ids =
                    IntStream.range(first, Math.min(test.count(), first + size)).toArray();
            try (Views views = test.images().load(0, ids)) {
                seen += views.size();
                if (views.size() > 0) {
                    count(network, views, confusion);
                }
            }
            progress.tested(first + ids.length, test.count());
        }
        if (seen == 0) {
            throw new DataException("none of the test images can be read");
        }
        return confusion;
    }

    private void count(FineTunedNetwork network, Views views, int[][] confusion) {
        float[] scores = network.scores(some(views, 0, views.size())).toArray();
        int[] labels = labels(test, views, 0, views.size());
        for (int image = 0; image < labels.length; image++) {
            int best = 0;
            for (int each = 1; each < classes; each++) {
                if (scores[image * classes + each] > scores[image * classes + best]) {
                    best = each;
                }
            }
            confusion[labels[image]][best]++;
        }
    }
}
