package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    @ParameterizedTest
    @CsvSource({
        "0, FINISHED", "143, STOPPED", "64, FAILED", "65, FAILED", "73, FAILED", "74, FAILED", "78, FAILED",
        "75, AGAIN", "3, AGAIN", "255, AGAIN", "134, AGAIN", "137, AGAIN", "139, AGAIN", "1, AGAIN"
    })
    void theExitCodeDecides(int code, Verdict verdict) {
        assertThat(Verdict.of(OptionalInt.of(code))).isEqualTo(verdict);
    }

    @Test
    void aProcessThatLeftNoCodeWasKilledAndGoesOn() {
        assertThat(Verdict.of(OptionalInt.empty())).isEqualTo(Verdict.AGAIN);
    }

    @Test
    void pausesDoubleUpToTheLongestAndFiveFruitlessStartsAreALoop() {
        RestartPause pause = RestartPause.USUAL;

        assertThat(pause.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.after(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(pause.after(1000)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pause.isLoop(4)).isFalse();
        assertThat(pause.isLoop(5)).isTrue();
    }
}
