package org.masque.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTableTest {
    @Test
    void columnsLineUpAndATopicIsNamedOnce() {
        String table = FindingTable.render(List.of(
                Finding.fact("host", "cores", 2),
                Finding.warning("host", "OMP_NUM_THREADS", "4: set it to 1"),
                Finding.problem("engine", "backend", "absent")));

        assertThat(table.lines())
                .containsExactly(
                        "host    cores            2",
                        "        OMP_NUM_THREADS  WARNING: 4: set it to 1",
                        "engine  backend          PROBLEM: absent");
    }

    @Test
    void aProblemIsNotHealthyAndAWarningIs() {
        assertThat(new Examination(List.of(Finding.warning("gpu", "gpu 0", "H100"))).isHealthy())
                .isTrue();
        assertThat(new Examination(List.of(Finding.problem("engine", "backend", "absent"))).isHealthy())
                .isFalse();
    }
}
