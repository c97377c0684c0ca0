package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class ProbeBatchesTest {
    @Test
    void batchesAreEqualNoLargerThanAskedAndHoldNoImageTwice() {
        try (Features features = numbered(11);
                ProbeBatches batches = new ProbeBatches(features, 3, 4)) {
            assertThat(batches.perEpoch()).isEqualTo(3);
            for (int epoch = 0; epoch < 20; epoch++) {
                assertThat(epoch(batches, epoch)).hasSize(9);
            }
        }
    }

    @Test
    void theImagesLeftOverDifferFromEpochToEpoch() {
        Set<Integer> seen = new HashSet<>();
        try (Features features = numbered(11);
                ProbeBatches batches = new ProbeBatches(features, 3, 4)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                seen.addAll(epoch(batches, epoch));
            }
        }
        assertThat(seen).hasSize(11);
    }

    // Collects the images of an epoch, and checks that each carries its own class.
    private static Set<Integer> epoch(ProbeBatches batches, int epoch) {
        Set<Integer> images = new HashSet<>();
        batches.shuffle(5, epoch);
        for (int batch = 0; batch < batches.perEpoch(); batch++) {
            batches.load(batch);
            float[] rows = batches.inputs().dup().data().asFloat();
            for (int row = 0; row < rows.length / 2; row++) {
                int image = (int) rows[2 * row];
                images.add(image);
                assertThat(rows[2 * row + 1]).isEqualTo(-image);
                assertThat(batches.targets().getDouble(row, image % 3)).isEqualTo(1);
                assertThat(batches.targets().getRow(row).sumNumber().doubleValue())
                        .isEqualTo(1);
            }
        }
        return images;
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // moved out to the caller
    private static Features numbered(int count) {
        float[] values = new float[2 * count];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            values[2 * image] = image;
            values[2 * image + 1] = -image;
            labels[image] = image % 3;
        }
        return Features.of(values, 2, labels);
    }
}
