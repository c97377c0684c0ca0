package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.masque.ops.ExitCode;

class StopSignalsTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void theFirstSignalStopsAndEachOneAfterItHalts() {
        try (StopSignals signals = StopSignals.listen(() -> done.add("stop"), () -> done.add("halt"))) {
            assertThat(done).isEmpty();
            signals.onSignal();
            assertThat(done).containsExactly("stop");
            signals.onSignal();
            signals.onSignal();
        }

        assertThat(done).containsExactly("stop", "halt", "halt");
    }

    @Test
    void aSecondSessionOfTheProcessCountsFromTheStart() {
        for (int session = 0; session < 2; session++) {
            try (StopSignals signals = StopSignals.listen(() -> done.add("stop"), () -> done.add("halt"))) {
                signals.onSignal();
            }
        }

        assertThat(done).containsExactly("stop", "stop");
    }

    @Test
    void aSecondSignalEndsARunButNotOneOfADaemon() {
        StopSignals.secondSignal(Map.of(ExitCode.FILE_VARIABLE, "/home/exits/run"), () -> done.add("halt"))
                .run();
        assertThat(done).isEmpty();

        StopSignals.secondSignal(Map.of(), () -> done.add("halt")).run();
        assertThat(done).containsExactly("halt");
    }
}
