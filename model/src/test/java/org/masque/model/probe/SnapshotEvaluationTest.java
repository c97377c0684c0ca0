package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.masque.model.data.NumberedImages;
import org.masque.model.data.Views;
import org.masque.model.probe.SnapshotEvaluation.Protocol;
import org.masque.model.tensor.NoTensorLeaks;
import org.masque.model.tensor.Tensor;

@ExtendWith(NoTensorLeaks.class)
class SnapshotEvaluationTest {
    private static final Evaluation EVALUATION =
            new Evaluation(new NearestNeighbours(5, 0.07), new LinearProbe(3, 60, 64, 0.1, 7));

    /** The mean colour as class token; as patch mean the same, but of one number only. */
    private static final class MeanColour implements FeatureExtractor {
        @Override
        public int width() {
            return 3;
        }

        @Override
        public void extract(Tensor images, Tensor classTokens, Tensor patchMeans) {
            long pixels = images.shape()[2] * images.shape()[3];
            for (long plane = 0; plane < images.length() / pixels; plane++) {
                float sum = 0;
                for (float value : images.slice(plane * pixels, pixels).toArray()) {
                    sum += value;
                }
                classTokens.set(plane, sum / pixels);
                patchMeans.set(plane, plane % 3 == 0 ? sum / pixels : 1);
            }
        }
    }

    private static LabelledSet set(int count, Integer... bad) {
        NumberedImages images = new NumberedImages(count, bad);
        return new LabelledSet(images.whole(), count, images::label);
    }

    @Test
    void everyKindIsReportedInOrderAndSeparableClassesAreFound() {
        Protocol protocol = new Protocol(
                set(200, 0, 7, 130), set(50, 3), EVALUATION, List.of(FeatureKind.PATCH_MEAN, FeatureKind.CLASS_TOKEN));
        try (SnapshotEvaluation evaluation = new SnapshotEvaluation(protocol, new MeanColour())) {
            while (evaluation.advance()) {}

            assertThat(evaluation.reports())
                    .extracting(EvaluationReport::kind)
                    .containsExactly(FeatureKind.PATCH_MEAN, FeatureKind.CLASS_TOKEN);
            EvaluationReport colours = evaluation.reports().get(1);
            assertThat(colours.trainCount()).isEqualTo(197);
            assertThat(colours.testCount()).isEqualTo(49);
            assertThat(colours.knnAccuracy()).isEqualTo(1);
            assertThat(colours.linearAccuracy()).isEqualTo(1);
            assertThat(evaluation.reports().get(0).knnAccuracy()).isLessThan(1);
        }
    }

    @Test
    void itSaysWhatItIsAtAndHowFar() {
        Evaluation evaluation = new Evaluation(new NearestNeighbours(5, 0.07), new LinearProbe(2, 0, 256, 0.1, 7));
        Protocol protocol =
                new Protocol(set(200), set(150), evaluation, List.of(FeatureKind.PATCH_MEAN, FeatureKind.CLASS_TOKEN));
        List<String> stages = new ArrayList<>();
        try (SnapshotEvaluation pieces = new SnapshotEvaluation(protocol, new MeanColour())) {
            while (pieces.advance()) {
                SnapshotEvaluation.Stage at = pieces.stage();
                stages.add(at.name() + " " + at.done() + "/" + at.all() + " " + at.unit());
            }
        }
        assertThat(stages)
                .containsExactly(
                        "features 128/350 images",
                        "features 328/350 images",
                        "neighbours 150/150 images",
                        "linear classifier 1/2 passes",
                        "linear classifier 2/2 passes",
                        "neighbours 0/150 images",
                        "neighbours 150/150 images",
                        "linear classifier 1/2 passes",
                        "linear classifier 2/2 passes");
    }

    @Test
    void aPieceIsAChunkOfFeaturesABlockOfVotesOrOnePassOfTheProbe() {
        Evaluation evaluation = new Evaluation(new NearestNeighbours(5, 0.07), new LinearProbe(9, 0, 64, 0.1, 7));
        Protocol protocol = new Protocol(set(200), set(520), evaluation, List.of(FeatureKind.CLASS_TOKEN));
        try (SnapshotEvaluation pieces = new SnapshotEvaluation(protocol, new MeanColour())) {
            int calls = 1;
            while (pieces.advance()) {
                calls++;
            }

            // The last chunk of either set is told by the call after it: 1 of 2 and 4 of 5 calls end there. Then 520
            // votes in blocks of 500, 9 passes, and the trial; the last features come with the first votes.
            assertThat(calls).isEqualTo(1 + 4 + 2 + 9 + 1);
        }
    }

    @Test
    void itTellsWhatItIsAtAndHowFar() {
        Evaluation evaluation = new Evaluation(new NearestNeighbours(5, 0.07), new LinearProbe(2, 0, 64, 0.1, 7));
        Protocol protocol = new Protocol(set(200), set(520), evaluation, List.of(FeatureKind.CLASS_TOKEN));
        List<String> told = new ArrayList<>();
        try (SnapshotEvaluation pieces = new SnapshotEvaluation(protocol, new MeanColour())) {
            while (pieces.advance()) {
                SnapshotEvaluation.Stage stage = pieces.stage();
                told.add(stage.name() + " " + stage.done() + "/" + stage.all() + " " + stage.unit());
            }
        }
        assertThat(told)
                .containsExactly(
                        "features 128/720 images",
                        "features 328/720 images",
                        "features 456/720 images",
                        "features 584/720 images",
                        "features 712/720 images",
                        "neighbours 500/520 images",
                        "neighbours 520/520 images",
                        "linear classifier 1/2 passes",
                        "linear classifier 2/2 passes");
    }

    @Test
    void anEvaluationInPiecesFindsWhatOneInOneGoFinds() {
        Protocol protocol = new Protocol(set(200), set(50), EVALUATION, List.of(FeatureKind.PATCH_MEAN));
        MeanColour extractor = new MeanColour();
        try (SnapshotEvaluation pieces = new SnapshotEvaluation(protocol, extractor);
                FeatureCollection train = new FeatureCollection(set(200), extractor);
                FeatureCollection test = new FeatureCollection(set(50), extractor)) {
            while (pieces.advance() || train.advance() || test.advance()) {}
            try (Features trainFeatures = train.features(FeatureKind.PATCH_MEAN);
                    Features testFeatures = test.features(FeatureKind.PATCH_MEAN)) {
                EvaluationReport whole = EVALUATION.evaluate(FeatureKind.PATCH_MEAN, trainFeatures, testFeatures);
                EvaluationReport found = pieces.reports().get(0);
                assertThat(found.knnAccuracy()).isEqualTo(whole.knnAccuracy());
                assertThat(found.linear().confusion())
                        .isDeepEqualTo(whole.linear().confusion());
            }
        }
    }

    @ParameterizedTest(name = "after {0} pieces")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 12})
    void anEvaluationMayBeGivenUpAfterAnyPiece(int pieces) {
        Protocol protocol = new Protocol(set(200), set(50), EVALUATION, List.of(FeatureKind.CLASS_TOKEN));
        try (SnapshotEvaluation evaluation = new SnapshotEvaluation(protocol, new MeanColour())) {
            for (int piece = 0; piece < pieces; piece++) {
                assertThat(evaluation.advance()).isTrue();
            }
            assertThat(evaluation.reports()).isEmpty();
        }
    }

    @Test
    void featuresAndLabelsStayTogetherWhenImagesAreLeftOut() {
        LabelledSet set = set(140, 1, 2, 129);
        MeanColour extractor = new MeanColour();
        try (FeatureCollection collection = new FeatureCollection(set, extractor)) {
            assertThat(collection.advance()).isTrue();
            assertThat(collection.advance()).isFalse();
            assertThat(collection.advance()).isFalse();
            try (Features features = collection.features(FeatureKind.CLASS_TOKEN)) {
                assertThat(features.count()).isEqualTo(137);
                int row = 0;
                for (int id = 0; id < 140; id++) {
                    if (id != 1 && id != 2 && id != 129) {
                        assertThat(features.label(row)).isEqualTo(id % 3);
                        assertThat(features.values().slice(row * 3L, 3).toArray())
                                .as("image %d", id)
                                .isEqualTo(colour(set, extractor, id));
                        row++;
                    }
                }
            }
        }
    }

    private static float[] colour(LabelledSet set, FeatureExtractor extractor, int id) {
        try (Views view = set.images().load(0, new int[] {id});
                Features scratch = Features.of(new float[6], 3, new int[2])) {
            extractor.extract(
                    view.tensor(),
                    scratch.values().slice(0, 1, 3),
                    scratch.values().slice(3, 1, 3));
            return scratch.values().slice(0, 3).toArray();
        }
    }
}
