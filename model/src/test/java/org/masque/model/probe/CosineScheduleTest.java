package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {
    @Test
    void theRateFallsAlongHalfACosineAndStaysAtZero() {
        CosineSchedule schedule = new CosineSchedule(0.8, 6);
        assertThat(schedule.valueAt(0, 0)).isEqualTo(0.8);
        assertThat(schedule.valueAt(2, 5)).isCloseTo(0.6, within(1e-12));
        assertThat(schedule.valueAt(3, 0)).isCloseTo(0.4, within(1e-12));
        assertThat(schedule.valueAt(6, 0)).isZero();
        assertThat(schedule.valueAt(9, 0)).isZero();
    }
}
