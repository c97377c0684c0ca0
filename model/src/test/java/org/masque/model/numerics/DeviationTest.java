package org.masque.model.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviationTest {
    @Test
    void theErrorIsTheLargestDifferenceOverTheLargestMagnitude() {
        Deviation deviation = Deviation.between("q", new float[] {1, -4, 0.5f}, new float[] {1, -5, 0});

        assertThat(deviation.error()).isCloseTo(0.2, within(1e-12));
        assertThat(deviation.within(0.21)).isTrue();
        assertThat(deviation.within(0.19)).isFalse();
    }

    @Test
    void equalTensorsDoNotDeviateEvenIfTheyAreZero() {
        assertThat(Deviation.between("q", new float[2], new float[2]).within(0)).isTrue();
    }

    @Test
    void aDifferenceFromZerosIsNeverWithin() {
        assertThat(Deviation.between("q", new float[] {1e-9f, 0}, new float[2]).within(1e9))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsNeverWithin(float bad) {
        float[] good = {1, 2, 3};

        assertThat(Deviation.between("q", new float[] {1, bad, 3}, good).within(1e9))
                .isFalse();
        assertThat(Deviation.between("q", good, new float[] {1, bad, 3}).within(1e9))
                .isFalse();
        assertThat(Deviation.between("q", new float[] {bad, 2, 3}, new float[] {bad, 2, 3})
                        .within(1e9))
                .isFalse();
    }

    @Test
    void tensorsOfDifferentLengthsAreNotCompared() {
        assertThatThrownBy(() -> Deviation.between("mae/latent", new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mae/latent");
    }
}
