package org.masque.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.optim.LearningRateSchedule.Shape;

class LearningRateScheduleTest {
    private static final LearningRateSchedule PUBLISHED = new LearningRateSchedule(2.4e-3, 0, 40, 800, Shape.COSINE);

    @ParameterizedTest(name = "epoch {0}: {1}")
    @CsvSource({
        "0,   0",
        "1,   6.0e-5",
        "20,  1.2e-3",
        "40,  2.4e-3",
        "100, 2.36328e-3",
        "400, 1.299095e-3",
        "420, 1.2e-3",
        "799, 1.025e-8"
    })
    void theRateOfAnEpochIsThatOfTheSpecification(double epoch, double expected) {
        assertThat(PUBLISHED.at(epoch)).isCloseTo(expected, within(expected * 3e-4));
    }

    @Test
    void theRateMovesWithinAnEpoch() {
        assertThat(PUBLISHED.at(0.5)).isCloseTo(3.0e-5, within(1e-12));
        assertThat(PUBLISHED.at(420.5)).isLessThan(PUBLISHED.at(420)).isGreaterThan(PUBLISHED.at(421));
    }

    @Test
    void theCosineEndsAtItsMinimum() {
        LearningRateSchedule schedule = new LearningRateSchedule(1e-3, 1e-5, 2, 10, Shape.COSINE);

        assertThat(schedule.at(10)).isCloseTo(1e-5, within(1e-15));
        assertThat(schedule.at(6)).isCloseTo((1e-3 + 1e-5) / 2, within(1e-15));
    }

    @Test
    void aConstantRateStaysAfterTheWarmUp() {
        LearningRateSchedule schedule = new LearningRateSchedule(1e-3, 1e-5, 2, 10, Shape.CONSTANT);

        assertThat(schedule.at(1)).isEqualTo(5e-4);
        assertThat(schedule.at(2)).isEqualTo(1e-3);
        assertThat(schedule.at(9.99)).isEqualTo(1e-3);
    }

    @Test
    void withoutAWarmUpTheFirstStepHasThePeakRate() {
        assertThat(new LearningRateSchedule(1e-3, 0, 0, 10, Shape.COSINE).at(0)).isEqualTo(1e-3);
    }
}
