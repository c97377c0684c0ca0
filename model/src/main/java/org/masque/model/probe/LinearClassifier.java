package org.masque.model.probe;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.masque.masking.Randomness;
import org.masque.model.tensor.TensorRef;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The two layers of a linear probe in DL4J: batch norm without scale and shift, then softmax regression (spec 1.5).
 *
 * <p>It belongs to one thread and owns the network's memory. Legend: B images, D width, C classes.
 */
final class LinearClassifier implements AutoCloseable {
    private static final double EPSILON = 1e-6;
    // The reference truncates at 2, which is 200 standard deviations away.
    private static final double INITIAL_DEVIATION = 0.01;
    // DL4J's names: number of the layer, then the parameter.
    private static final String MEAN = "0_mean";
    private static final String VARIANCE = "0_var";
    private static final String WEIGHT = "1_W";

    private final MultiLayerNetwork network;

    private LinearClassifier(MultiLayerNetwork network) {
        this.network = network;
    }

    /** Makes a classifier with small random weights, a function of the seed only. */
    @MustBeClosed
    static LinearClassifier open(int width, int classes, long seed, CosineSchedule learningRate) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(width, classes, seed, learningRate));
        network.init();
        drawWeights(network, width, classes, seed);
        return new LinearClassifier(network);
    }

    private static MultiLayerConfiguration configuration(
            int width, int classes, long seed, CosineSchedule learningRate) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(learningRate))
                .list()
                .layer(new BatchNormalization.Builder()
                        .nIn(width)
                        .nOut(width)
                        .eps(EPSILON)
                        .lockGammaBeta(true)
                        .useLogStd(false)
                        .gamma(1)
                        .beta(0)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(width)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static void drawWeights(MultiLayerNetwork network, int width, int classes, long seed) {
        SplittableRandom random = Randomness.of(seed, 0, 1, Randomness.Purpose.PROBE);
        float[] weights = new float[width * classes];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (INITIAL_DEVIATION * random.nextGaussian());
        }
        try (TensorRef drawn = TensorRef.of(weights, width, classes)) {
            parameter(network, WEIGHT).assign(drawn.tensor().nd());
        }
    }

    // Not setParam(), which takes any name and then changes nothing.
    private static INDArray parameter(MultiLayerNetwork network, String name) {
        return Objects.requireNonNull(network.getParam(name), name);
    }

    /** Makes one update with inputs [B, D] and one-hot targets [B, C], both borrowed. */
    void fit(INDArray inputs, INDArray targets) {
        network.fit(inputs, targets);
    }

    /**
     * Lets the batch norm use the mean and variance of the whole training set from now on.
     *
     * <p>Running averages tend to these; but in the few updates that a probe of a small set makes, they would still
     * hold a share of what they began with, which is more than the variance of many a feature.
     */
    void settleStatistics(Features train) {
        double[] mean = new double[train.width()];
        double[] variance = new double[train.width()];
        float[] row = new float[train.width()];
        for (int image = 0; image < train.count(); image++) {
            train.rows(image, 1).floats().get(row);
            for (int column = 0; column < row.length; column++) {
                double before = row[column] - mean[column];
                mean[column] += before / (image + 1);
                variance[column] += before * (row[column] - mean[column]) / train.count();
            }
        }
        setStatistic(MEAN, mean);
        setStatistic(VARIANCE, variance);
    }

    private void setStatistic(String name, double[] values) {
        float[] rounded = new float[values.length];
        for (int column = 0; column < values.length; column++) {
            rounded[column] = (float) values[column];
        }
        try (TensorRef statistic = TensorRef.of(rounded, 1, rounded.length)) {
            parameter(network, name).assign(statistic.tensor().nd());
        }
    }

    /** The probability of every class for inputs [B, D], borrowed: [B, C], which the caller closes. */
    @MustBeClosed
    INDArray probabilities(INDArray inputs) {
        return network.output(inputs, false);
    }

    /** Frees the network; DL4J also destroys this thread's workspaces and asks for a garbage collection. */
    @Override
    public void close() {
        network.close();
    }
}
