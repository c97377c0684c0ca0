package org.masque.ops.command;

import org.masque.model.probe.FeatureKind;
import org.masque.model.probe.FineTuneSettings;
import org.masque.ops.UsageException;
import picocli.CommandLine.Option;

/** How a network is fine-tuned. */
final class FineTuneOptions {
    private static final double RATE_IS_FOR = 256;

    /** What stands for an image. */
    enum Head {
        MEAN,
        TOKEN
    }

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Images of a step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "1e-3",
            description = "Base rate, for batches of 256 images; half a cosine after the warm-up"
                    + " (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--warmup-epochs",
            paramLabel = "X",
            defaultValue = "1",
            description = "Epochs in which the rate grows from 0 (default: ${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "Weight decay of AdamW (default: ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(
            names = "--layer-decay",
            paramLabel = "X",
            defaultValue = "0.75",
            description = "The rate of a layer is that of the next one times this; 1 for one rate"
                    + " (default: ${DEFAULT-VALUE}).")
    private double layerDecay;

    @Option(
            names = "--drop-path",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Chance to skip a branch of the last block, less in the ones before; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private double dropPath;

    @Option(
            names = "--smoothing",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Smoothing of the labels; 0 for none (default: ${DEFAULT-VALUE}).")
    private double smoothing;

    @Option(
            names = "--head",
            paramLabel = "WHAT",
            defaultValue = "mean",
            description = "What the classifier sees: the mean of the patch tokens, or the class token"
                    + " (mean or token; default: ${DEFAULT-VALUE}).")
    private Head head;

    /** Refuses values out of their range. */
    void requireSensible() {
        BenchArguments.atLeast(1, "--epochs", epochs);
        BenchArguments.atLeast(1, "--batch", batch);
        require(learningRate > 0, "--learning-rate", learningRate, "above 0");
        require(warmup >= 0, "--warmup-epochs", warmup, "at least 0");
        require(weightDecay >= 0, "--weight-decay", weightDecay, "at least 0");
        require(layerDecay > 0 && layerDecay <= 1, "--layer-decay", layerDecay, "above 0, at most 1");
        require(dropPath >= 0 && dropPath < 1, "--drop-path", dropPath, "at least 0, below 1");
        require(smoothing >= 0 && smoothing < 1, "--smoothing", smoothing, "at least 0, below 1");
    }

    private static void require(boolean holds, String option, double value, String range) {
        if (!holds) {
            throw new UsageException(option + " " + value + ": " + range);
        }
    }

    /** The settings, with a run's seed. */
    FineTuneSettings settings(long seed) {
        return new FineTuneSettings(
                epochs,
                batch,
                learningRate * batch / RATE_IS_FOR,
                Math.min(warmup, epochs),
                weightDecay,
                layerDecay,
                dropPath,
                smoothing,
                head == Head.MEAN ? FeatureKind.PATCH_MEAN : FeatureKind.CLASS_TOKEN,
                seed);
    }
}
