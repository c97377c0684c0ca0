package org.masque.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(SubsetSource.of(whole, limit, 0)).isSameAs(whole);
    }

    @Test
    void theImagesAreThoseOfTheSelection() {
        assertThat(places(SubsetSource.of(whole, 7, 3))).containsExactly(Selection.of(whole, 7, 3));
    }

    @Test
    void pixelsLabelAndNameBelongToTheSameImage() throws BadImageException {
        ImageSource subset = SubsetSource.of(whole, 7, 0);
        int[] places = places(subset);

        for (int id = 0; id < 7; id++) {
            assertThat(subset.read(id).rgb()).isEqualTo(whole.read(places[id]).rgb());
            assertThat(subset.label(id)).isEqualTo(whole.label(places[id]));
        }
        assertThat(subset.classNames()).isEqualTo(whole.classNames());
    }

    @Test
    void theFingerprintTellsHowTheImagesWereChosen() {
        assertThat(SubsetSource.of(whole, 7, 5).fingerprint())
                .isEqualTo("numbered-100/7 spread over classes by seed 5");
    }

    @Test
    void itClosesTheSetThatItOwns() throws IOException {
        SubsetSource.of(whole, 7, 0).close();

        assertThat(whole.closed()).isTrue();
    }
}
