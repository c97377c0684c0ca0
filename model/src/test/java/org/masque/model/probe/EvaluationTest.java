package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class EvaluationTest {
    // Class 0 on the right, class 2 on the left, no image of class 1; one test image carries the wrong class.
    private static final float[] TRAIN = {1, 0.1f, 1, -0.1f, -1, 0.1f, -1, -0.1f};
    private static final int[] TRAIN_LABELS = {0, 0, 2, 2};

    @Test
    void theReportHoldsBothAccuraciesAndTheCounts() throws JsonProcessingException {
        Evaluation evaluation = new Evaluation(new NearestNeighbours(1, 0.07), new LinearProbe(1, 20, 256, 0.3, 7));
        try (Features train = Features.of(TRAIN, 2, TRAIN_LABELS);
                Features test = Features.of(new float[] {2, 0, -2, 0, 3, 0}, 2, new int[] {0, 2, 2})) {
            EvaluationReport report = evaluation.evaluate(FeatureKind.PATCH_MEAN, train, test);
            assertThat(report.knnAccuracy()).isEqualTo(2 / 3.0);
            assertThat(report.linearAccuracy()).isEqualTo(report.linear().accuracy());
            assertThat(new ObjectMapper().writeValueAsString(report.toMap()))
                    .isEqualTo(
                            "{\"features\":\"PATCH_MEAN\",\"knnAccuracy\":0.6666666666666666,"
                                    + "\"linearAccuracy\":0.6666666666666666,\"perClassAccuracy\":[1.0,null,0.5],"
                                    + "\"confusion\":[[1,0,0],[0,0,0],[1,0,1]],\"trainCount\":4,\"testCount\":3,\"neighbours\":1,"
                                    + "\"temperature\":0.07,\"linearEpochs\":1,\"linearBatch\":256,\"linearLearningRate\":0.3}");
        }
    }
}
