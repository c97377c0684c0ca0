package org.masque.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.masque.masking.PatchGrid;

class SinCosPositionsTest {
    private static final Offset<Float> PRINTED = within(1e-6f);

    @Test
    void aTwoByTwoGridOfWidthEightHasTheNumbersOfTheSpecification() {
        float[] table = SinCosPositions.table(new PatchGrid(2, 2), 8);

        float[] zero = {0, 0, 1, 1};
        float[] one = {0.841471f, 0.01f, 0.540302f, 0.99995f};
        assertThat(Arrays.copyOfRange(table, 8, 16)).containsExactly(joined(zero, zero), PRINTED);
        assertThat(Arrays.copyOfRange(table, 16, 24)).containsExactly(joined(one, zero), PRINTED);
        assertThat(Arrays.copyOfRange(table, 24, 32)).containsExactly(joined(zero, one), PRINTED);
        assertThat(Arrays.copyOfRange(table, 32, 40)).containsExactly(joined(one, one), PRINTED);
    }

    private static float[] joined(float[] column, float[] row) {
        float[] joined = Arrays.copyOf(column, column.length + row.length);
        System.arraycopy(row, 0, joined, column.length, row.length);
        return joined;
    }

    @Test
    void anEightByEightGridOfWidth192HasTheNumbersOfTheSpecification() {
        float[] table = SinCosPositions.table(new PatchGrid(8, 8), 192);

        float[] second = Arrays.copyOfRange(table, 2 * 192, 3 * 192);
        assertThat(Arrays.copyOf(second, 4))
                .containsExactly(new float[] {0.841471f, 0.734822f, 0.629797f, 0.533168f}, PRINTED);
        assertThat(Arrays.copyOfRange(second, 48, 52))
                .containsExactly(new float[] {0.540302f, 0.67826f, 0.77676f, 0.846009f}, PRINTED);
        assertThat(Arrays.copyOfRange(second, 96, 144)).containsOnly(0);
        assertThat(Arrays.copyOfRange(second, 144, 192)).containsOnly(1);
        assertThat(sum(table)).isCloseTo(5979.7965, within(1e-3));
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void theClassTokenHasNoPosition() {
        assertThat(Arrays.copyOf(SinCosPositions.table(new PatchGrid(3, 5), 12), 12))
                .containsOnly(0);
    }

    @Test
    void onAGridThatIsNotSquareTheColumnComesFirst() {
        float[] table = SinCosPositions.table(new PatchGrid(3, 5), 4);

        int patch = 1 + 2 * 5 + 4;
        assertThat(Arrays.copyOfRange(table, 4 * patch, 4 * patch + 4))
                .containsExactly((float) Math.sin(4), (float) Math.cos(4), (float) Math.sin(2), (float) Math.cos(2));
        assertThat(table).hasSize(16 * 4);
    }
}
