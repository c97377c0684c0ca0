package org.masque.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "[0, 1); 0; true",
                "[0, 1); 1; false",
                "(0, 1]; 0; false",
                "(0, 1]; 1; true",
                "[1, inf); 1e300; true",
                "[1, inf); Infinity; false",
                "[1, inf); NaN; false",
            })
    void endsBelongToItWhereTheBracketIsSquare(String interval, double value, boolean contained) {
        assertThat(Interval.parse(interval).contains(value)).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(0, 1); above 0 and below 1",
                "[0, 65535]; at least 0 and at most 65535",
                "[1, inf); at least 1",
                "(-inf, 2.5]; at most 2.5",
            })
    void itSaysWhatItHolds(String interval, String words) {
        assertThat(Interval.parse(interval.replace("-inf", "-Infinity")).words())
                .isEqualTo(" " + words);
    }

    @Test
    void aBadNotationIsRefused() {
        assertThatThrownBy(() -> Interval.parse("0..1")).hasMessage("not an interval: 0..1");
    }
}
