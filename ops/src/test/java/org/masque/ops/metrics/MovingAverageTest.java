package org.masque.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovingAverageTest {
    @Test
    void aConstantIsItsOwnAverageFromTheFirstValueOn() {
        MovingAverage average = new MovingAverage(0.99);
        average.add(3);
        assertThat(average.value()).isCloseTo(3, within(1e-12));
        average.add(3);
        assertThat(average.value()).isCloseTo(3, within(1e-12));
    }

    @Test
    void laterValuesWeighMore() {
        MovingAverage average = new MovingAverage(0.5);
        average.add(0);
        average.add(3);

        assertThat(average.value()).isCloseTo(2, within(1e-12)); // (0.25 * 0 + 0.5 * 3) / 0.75
    }

    @Test
    void withoutAFiniteValueThereIsNoAverage() {
        MovingAverage average = new MovingAverage(0.5);
        average.add(Double.NaN);
        average.add(Double.POSITIVE_INFINITY);

        assertThat(average.value()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void aDecayOutOfRangeIsRefused(double decay) {
        assertThatThrownBy(() -> new MovingAverage(decay)).hasMessageContaining("[0, 1)");
    }
}
