package org.masque.ops.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.masque.config.PartKind;
import org.masque.model.data.ImageSource;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.Split;

class ScoreRequestTest {
    private final ImageSource scenes = new ShapesSource(1000, 0, Split.TEST);

    private static ScoreRequest of(int images, long seed) {
        return new ScoreRequest(1, 0, null, images, List.of(), seed, List.of(), null);
    }

    @Test
    void aHundredScenesAreTenOfEveryClass() {
        for (long seed = 0; seed < 20; seed++) {
            int[] counts = new int[10];
            Arrays.stream(of(100, seed).chosen(scenes)).map(scenes::label).forEach(label -> counts[label]++);
            assertThat(counts).containsOnly(10);
        }
        assertThat(of(100, 0).chosen(scenes)).isNotEqualTo(of(100, 1).chosen(scenes));
    }

    @Test
    void scoringsAreCountedWithTheYardsticksAndWithoutWhatAnUntrainedNetworkHasNot() {
        List<PartKind> parts = List.of(PartKind.LEARNED, PartKind.HEADS);

        assertThat(new ScoreRequest(2, 1, null, 0, List.of(), 0, List.of(), null).scorings())
                .isEqualTo(2 + 1 + 2);
        assertThat(new ScoreRequest(2, 1, null, 0, List.of(), 0, parts, null).scorings())
                .isEqualTo(2 * 3 + 2 + 3);
    }

    @Test
    void withoutACountAllAreScoredInTheirOrder() {
        assertThat(of(0, 3).chosen(scenes)).isEqualTo(IntStream.range(0, 1000).toArray());
    }
}
