package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class FeaturesTest {
    @Test
    void rowsAndLabelsAreThoseGiven() {
        try (Features features = Features.of(new float[] {1, 2, 3, 4, 5, 6}, 2, new int[] {0, 4, 1})) {
            assertThat(features.count()).isEqualTo(3);
            assertThat(features.width()).isEqualTo(2);
            assertThat(features.classes()).isEqualTo(5);
            assertThat(features.label(1)).isEqualTo(4);
            assertThat(features.rows(1, 2).toArray()).containsExactly(3, 4, 5, 6);
            assertThat(features.values().shape()).containsExactly(3, 2);
        }
    }

    @Test
    void anImageWithoutAClassIsNamed() {
        assertRefused(new float[] {1, 2}, 1, new int[] {0, -1}, "image 1 has no class");
    }

    @Test
    void aFeatureThatIsNotFiniteIsNamed() {
        assertRefused(new float[] {1, 2, 3, Float.NaN}, 2, new int[] {0, 0}, "feature 1 of image 1 is NaN");
        assertRefused(new float[] {Float.NEGATIVE_INFINITY}, 1, new int[] {0}, "feature 0 of image 0 is -Infinity");
    }

    @Test
    void shapesThatDisagreeAreRefused() {
        assertRefused(new float[] {1, 2, 3}, 2, new int[] {0, 0}, "3 floats are not rows of 2");
        assertRefused(new float[] {1, 2}, 1, new int[] {0}, "1 labels");
        assertRefused(new float[] {}, 1, new int[] {}, "one label an image");
    }

    @SuppressWarnings("MustBeClosedChecker") // refused, so there is nothing to close; the leak check sees to it
    private static void assertRefused(float[] values, int width, int[] labels, String message) {
        assertThatThrownBy(() -> Features.of(values, width, labels))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
