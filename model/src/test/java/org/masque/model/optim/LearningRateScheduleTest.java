package org.masque.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.masque.model.optim.LearningRateSchedule.Shape;
import org.masque.model.optim.LearningRateSchedule.Steps;
import org.masque.model.optim.LearningRateSchedule.Warmup;

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

    @ParameterizedTest(name = "epoch {0}: {1}")
    @CsvSource({"0, 2e-6", "5, 2.01e-4", "10, 4e-4", "400, 4e-4", "699.99, 4e-4", "700, 4e-5", "799.9, 4e-5"})
    void simMimWarmsUpFromItsOwnRateAndStepsDownOnce(double epoch, double expected) {
        LearningRateSchedule published = new LearningRateSchedule(
                4e-4, 0, new Warmup(2e-6, 10), 800, Shape.MULTISTEP, new Steps(List.of(700), .1));

        assertThat(published.at(epoch)).isCloseTo(expected, within(expected * 1e-9));
    }

    @Test
    void eachStepMultipliesOnceMore() {
        LearningRateSchedule schedule =
                new LearningRateSchedule(1, 0, new Warmup(0, 0), 9, Shape.MULTISTEP, new Steps(List.of(3, 6), .5));

        assertThat(schedule.at(2.9)).isEqualTo(1);
        assertThat(schedule.at(3)).isEqualTo(.5);
        assertThat(schedule.at(8)).isEqualTo(.25);
    }
}
