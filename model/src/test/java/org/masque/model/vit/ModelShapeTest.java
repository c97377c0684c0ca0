package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.masking.PatchGrid;
import org.masque.model.vit.ModelShape.Tower;

class ModelShapeTest {
    @Test
    void anImageThatIsNotSquareHasAGridThatIsNotSquare() {
        assertThat(TinyNetworks.SHAPE.grid()).isEqualTo(new PatchGrid(3, 5));
        assertThat(TinyNetworks.SHAPE.patches()).isEqualTo(15);
        assertThat(TinyNetworks.SHAPE.pixels()).isEqualTo(48);
    }

    @ParameterizedTest(name = "{0}x{1} pixels, patches of {2}")
    @CsvSource({"10, 8, 4", "8, 10, 4", "2, 4, 4", "8, 8, 0", "0, 8, 4"})
    void patchesThatDoNotTileTheImageAreRefused(int height, int width, int patch) {
        assertThatThrownBy(() -> new ModelShape(height, width, patch, Tower.of(8, 1, 2), Tower.of(8, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patches of " + patch)
                .hasMessageContaining(height + "x" + width);
    }

    @ParameterizedTest(name = "width {0}, depth {1}, {2} heads")
    @CsvSource({"6, 1, 2", "8, 0, 2", "8, 1, 3", "8, 1, 0", "0, 1, 1"})
    void aTowerThatCannotBeBuiltIsRefused(int width, int depth, int heads) {
        assertThatThrownBy(() -> Tower.of(width, depth, heads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a tower of width " + width);
    }
}
