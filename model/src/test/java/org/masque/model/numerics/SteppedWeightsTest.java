package org.masque.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedWeightsTest {
    private static final float[] EXPECTED = {1, 0.5f, -0.25f};
    private static final float[] GRADIENT = {2e-3f, 1e-11f, -4e-4f};

    private static List<Deviation> compare(float[] actual, float[] gradient) {
        return SteppedWeights.compare("w", actual, EXPECTED, gradient);
    }

    @Test
    void aWeightWhoseGradientCancelsIsHeldToItsOwnTolerance() {
        List<Deviation> rows = compare(new float[] {1, 0.5005f, -0.25f}, GRADIENT);

        assertThat(rows).extracting(Deviation::quantity).containsExactly("w", "w (gradient cancels)");
        assertThat(rows).allMatch(Deviation::within);
        assertThat(rows.get(0).error()).isZero();
    }

    @Test
    void evenThereAnErrorThatIsNoRoundingShows() {
        assertThat(compare(new float[] {1, 0.502f, -0.25f}, GRADIENT).get(1).within())
                .isFalse();
    }

    @Test
    void theOtherWeightsAreHeldToTheUsualTolerance() {
        List<Deviation> rows = compare(new float[] {1, 0.5f, -0.2505f}, GRADIENT);

        assertThat(rows.get(0).within()).isFalse();
        assertThat(rows.get(1).error()).isZero();
    }

    @Test
    void whereNoGradientCancelsThereIsOneRow() {
        assertThat(compare(EXPECTED, new float[] {1, 2, -3}))
                .singleElement()
                .satisfies(row -> assertThat(row.tolerance()).isEqualTo(GoldenComparison.TOLERANCE));
    }

    @Test
    void aWeightThatIsNoNumberIsWithinNothing() {
        assertThat(compare(new float[] {1, Float.NaN, -0.25f}, GRADIENT).get(1).within())
                .isFalse();
    }
}
