package org.masque.ops.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.masque.config.MapKind;
import org.masque.config.PartKind;
import org.masque.model.data.ImageSource;
import org.masque.model.data.ShapesSource;
import org.masque.model.data.Split;

class ScoreRequestTest {
    private final ImageSource scenes = new ShapesSource(1000, 0, Split.TEST);

    private static ScoreRequest of(int images, long seed) {
        return new ScoreRequest(1, 0, null, images, List.of(), seed, List.of(MapKind.ATTENTION), List.of(), null);
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

        assertThat(of(2, 1, List.of(MapKind.ATTENTION), List.of()).scorings()).isEqualTo(2 + 1 + 3);
        assertThat(of(2, 1, List.of(MapKind.ATTENTION), parts).scorings()).isEqualTo(2 * 3 + 2 + 4);
        assertThat(of(2, 1, List.of(MapKind.ATTENTION, MapKind.FEATURE_CUT), parts)
                        .scorings())
                .isEqualTo(2 * 4 + 3 + 4);
    }

    private static ScoreRequest of(int trained, int untrained, List<MapKind> maps, List<PartKind> parts) {
        return new ScoreRequest(trained, untrained, null, 0, List.of(), 0, maps, parts, null);
    }

    @Test
    void withoutACountAllAreScoredInTheirOrder() {
        assertThat(of(0, 3).chosen(scenes)).isEqualTo(IntStream.range(0, 1000).toArray());
    }
}
