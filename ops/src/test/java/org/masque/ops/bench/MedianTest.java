package org.masque.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void ofAnOddNumberIsTheMiddleAndOfAnEvenOneBetweenTheTwo() {
        assertThat(Median.of(List.of(9.0))).isEqualTo(9.0);
        assertThat(Median.of(List.of(13.1, -1.0, -0.8))).isEqualTo(-0.8);
        assertThat(Median.of(List.of(13.0, -1.0, -0.5, 9.0))).isEqualTo(4.25);
    }
}
