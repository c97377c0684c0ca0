package org.masque.config;

import java.util.List;

/** How good the features are: section {@code evaluation}. */
@Meaning("How the quality of the features is measured. It needs images with classes, and a test set of them.")
@Affects(Impact.HARMLESS)
public record EvaluationSettings(
        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Epochs from one evaluation to the next. 0: none on the way.", unit = "epochs")
        int everyEpochs,

        @Default("true") @Meaning("Whether the finished weights are evaluated.")
        boolean atEnd,

        @Default("20")
        @Within("[1, inf)")
        @Meaning(value = "Neighbours that vote for the class of an image, k.", unit = "images")
        int neighbours,

        @Default("0.07")
        @Within("(0, inf)")
        @Meaning(
                value =
                        "T in a neighbour's weight in the vote, exp(cosine similarity / T). Smaller: near neighbours count "
                                + "more.",
                unit = "none")
        double temperature,

        @Default("[class, mean]") @Meaning("What of the encoder's output stands for an image. Each is evaluated.")
        List<FeatureKind> features,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(
                value =
                        "Block whose output the features are, counted from 1, without the final norm. 0: the output of the "
                                + "whole encoder, with it. SimMIM's features are best in the middle of the network.",
                unit = "block")
        int block,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Use so many training images, spread over the classes by run.seed. 0: all.", unit = "images")
        int trainLimit,

        @Default("0")
        @Within("[0, inf)")
        @Meaning(value = "Use so many test images, spread over the classes by run.seed. 0: all.", unit = "images")
        int testLimit,

        @Default("30") @Within("[1, inf)") @Meaning(value = "Epochs of the linear probe.", unit = "epochs")
        int linearEpochs,

        @Default("1024") @Within("[1, inf)") @Meaning(value = "Images of a step of the linear probe.", unit = "images")
        int linearBatch,

        @Default("0.03")
        @Within("(0, inf)")
        @Meaning(value = "Peak of the learning rate of the linear probe.", unit = "per step")
        double linearLearningRate,

        @Default("true") @Meaning("Whether the untrained network is evaluated too, to compare with.")
        boolean untrained) {
    public EvaluationSettings {
        features = List.copyOf(features);
        Checks.require(
                EvaluationSettings.class,
                everyEpochs,
                atEnd,
                neighbours,
                temperature,
                features,
                block,
                trainLimit,
                testLimit,
                linearEpochs,
                linearBatch,
                linearLearningRate,
                untrained);
    }
}
