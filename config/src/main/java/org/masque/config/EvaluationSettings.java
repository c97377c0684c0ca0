package org.masque.config;

import java.util.List;

/**
 * How good the features are: section {@code evaluation}.
 *
 * @param everyEpochs epochs from one evaluation to the next; 0: none on the way
 * @param atEnd whether the finished weights are evaluated
 * @param neighbours k of the weighted k-nearest-neighbour vote, at least 1
 * @param temperature T of the vote's weight exp(cosine similarity / T), above 0
 * @param features what stands for an image, each evaluated; at least one, none twice
 * @param block whose output the features are, counted from 1, without the final norm; 0: that of the whole encoder,
 *     with it. SimMIM's are best in the middle of the network
 * @param trainLimit use so many training images, spread over the classes by {@code run.seed}; 0: all
 * @param testLimit use so many test images, spread over the classes by {@code run.seed}; 0: all
 * @param linearEpochs epochs of the linear probe, at least 1
 * @param linearBatch images of a step of the linear probe, at least 1
 * @param linearLearningRate peak learning rate of the linear probe, above 0
 * @param untrained whether the untrained network is evaluated too, to compare with
 */
@Affects(Impact.HARMLESS)
public record EvaluationSettings(
        @Default("0") @Within("[0, inf)") int everyEpochs,
        @Default("true") boolean atEnd,
        @Default("20") @Within("[1, inf)") int neighbours,
        @Default("0.07") @Within("(0, inf)") double temperature,
        @Default("[class, mean]") List<FeatureKind> features,
        @Default("0") @Within("[0, inf)") int block,
        @Default("0") @Within("[0, inf)") int trainLimit,
        @Default("0") @Within("[0, inf)") int testLimit,
        @Default("30") @Within("[1, inf)") int linearEpochs,
        @Default("1024") @Within("[1, inf)") int linearBatch,
        @Default("0.03") @Within("(0, inf)") double linearLearningRate,
        @Default("true") boolean untrained) {
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
