package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubsetSourceTest {
    private final NumberedImages whole = new NumberedImages(100);

    private static int[] places(ImageSource subset) {
        return IntStream.range(0, subset.size())
                .map(id -> Integer.parseInt(subset.name(id).substring("image ".length())))
                .toArray();
    }

    @ParameterizedTest(name = "limit {0}")
    @ValueSource(ints = {0, 100, 101})
    void noLimitOrOneBeyondTheSetMeansAllOfIt(int limit) {
        assertThat(SubsetSource.of(whole, limit)).isSameAs(whole);
    }

    @ParameterizedTest(name = "{0} of 100")
    @CsvSource({"1", "3", "7", "64", "99"})
    void theImagesAreEvenlySpreadAndAllDifferent(int limit) {
        int[] places = places(SubsetSource.of(whole, limit));

        assertThat(places).hasSize(limit);
        for (int i = 0; i < limit; i++) {
            assertThat(places[i]).isBetween(i * 100 / limit, (i + 1) * 100 / limit - 1);
        }
    }

    @Test
    void aSetWhoseClassesTakeTurnsKeepsThemAll() {
        ImageSource scenes = SubsetSource.of(new ShapesSource(1000, 0, Split.TEST), 100);

        assertThat(IntStream.range(0, 100).map(scenes::label).distinct().count())
                .isEqualTo(10);
    }

    @Test
    void pixelsLabelAndNameBelongToTheSameImage() throws BadImageException {
        ImageSource subset = SubsetSource.of(whole, 7);
        int[] places = places(subset);

        for (int id = 0; id < 7; id++) {
            assertThat(subset.read(id).rgb()).isEqualTo(whole.read(places[id]).rgb());
            assertThat(subset.label(id)).isEqualTo(whole.label(places[id]));
        }
        assertThat(subset.classNames()).isEqualTo(whole.classNames());
    }

    @Test
    void theFingerprintTellsTheSize() {
        assertThat(SubsetSource.of(whole, 7).fingerprint())
                .isNotEqualTo(SubsetSource.of(whole, 8).fingerprint())
                .isNotEqualTo(whole.fingerprint());
    }

    @Test
    void itClosesTheSetThatItOwns() throws IOException {
        SubsetSource.of(whole, 7).close();

        assertThat(whole.closed()).isTrue();
    }
}
