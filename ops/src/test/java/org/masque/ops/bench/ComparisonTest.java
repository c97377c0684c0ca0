package org.masque.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final Comparison THREE_ROUNDS = new Comparison(
            Comparison.Kind.AMT,
            BenchmarkSize.TINY,
            256,
            2,
            List.of(100.0, 400.0, 200.0),
            List.of(300.0, 200.0, 900.0));

    @Test
    void theRatioIsThatOfTheMediansNotTheMedianOfTheRatios() {
        assertThat(THREE_ROUNDS.ratio()).isEqualTo(1.5);
    }

    @Test
    void ofTwoRoundsTheMiddleCounts() {
        assertThat(new Comparison(
                                Comparison.Kind.MAE,
                                BenchmarkSize.BASE,
                                16,
                                1,
                                List.of(100.0, 300.0),
                                List.of(200.0, 400.0))
                        .ratio())
                .isEqualTo(1.5);
    }

    @Test
    void textAndJsonSayTheSame() throws JsonProcessingException {
        assertThat(THREE_ROUNDS.text()).contains("amt", "tiny", "1280.0", "853.3", "1.50", "3.00 0.50 4.50");
        assertThat(THREE_ROUNDS.json()).contains("\"ratio\":1.5", "\"median_ms\":200.0", "\"peer_median_ms\":300.0");
    }

    @Test
    void theYardsticksMedianStandsInItsLastLine() throws IOException {
        assertThat(Yardstick.median("warming up\n{\"what\": \"mae\", \"median_ms\": 12.5, \"best_ms\": 3}\n"))
                .isEqualTo(12.5);
    }

    @ParameterizedTest(name = "printed: {0}")
    @ValueSource(strings = {"", "Traceback", "{\"best_ms\": 3}", "{\"median_ms\": \"fast\"}"})
    void aYardstickWithoutAResultIsRefused(String output) {
        assertThatThrownBy(() -> Yardstick.median(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("yardstick");
    }
}
