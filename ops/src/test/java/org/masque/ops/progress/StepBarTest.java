package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepBarTest {
    private final Screen screen = new Screen();
    private final AtomicLong millis = new AtomicLong();
    private final StepBar bar =
            new StepBar(new TerminalLine(screen.stream(), () -> 79), () -> millis.get() * 1_000_000);

    private void step(long step, long atMillis) {
        millis.set(atMillis);
        bar.show(new ProgressSnapshot(step, 100, 1.5, 0.25, 10, null, 0, 0, Double.NaN));
    }

    @Test
    void itIsDrawnAtMostTenTimesASecondAndAtTheEnd() {
        step(50, 0);
        step(51, 99);
        assertThat(screen.lines()).last().asString().startsWith("step 50/100  [========");
        step(52, 100);
        assertThat(screen.lines()).last().asString().startsWith("step 52/100  [");
        step(53, 150);
        bar.close();
        assertThat(screen.lines())
                .containsExactly("step 53/100  [========>       ]  epoch 1.50  smoothed loss 0.2500  10 images/s", "");
    }

    @Test
    void theLastStepIsDrawnAtOnce() {
        step(99, 0);
        step(100, 1);
        assertThat(screen.lines()).last().asString().startsWith("step 100/100  [==========");
    }

    @Test
    void aPhaseTakesThePlaceOfAStepAndStaysBelowTheLastOne() {
        step(99, 0);
        bar.phase("maps", 64, "images").close();
        assertThat(screen.lines()).containsExactly("");

        step(100, 1);
        PhaseProgress phase = bar.phase("last: checkpoint", 0, "");
        assertThat(screen.lines()).hasSize(2).last().isEqualTo("last: checkpoint");
        assertThat(screen.lines()).first().asString().startsWith("step 100/100");
        phase.close();
        bar.close();
        assertThat(screen.lines()).hasSize(2).last().isEqualTo("");
    }
}
