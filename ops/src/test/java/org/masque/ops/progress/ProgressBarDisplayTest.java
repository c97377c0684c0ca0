package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;

class ProgressBarDisplayTest {
    @Test
    void theLastDrawingShowsTheLastStep() {
        List<String> drawings = new CopyOnWriteArrayList<>();
        try (ProgressBarDisplay display =
                new ProgressBarDisplay(50, 100, new DelegatingProgressBarConsumer(drawings::add, 250))) {
            display.show(new ProgressSnapshot(75, 100, 1.5, 0.25, 10, Duration.ofSeconds(9), 0, 0, Double.NaN));
        }

        assertThat(drawings.get(drawings.size() - 1))
                .contains("75/100")
                .contains("loss 0.2500")
                .contains("left 0:00:09");
    }
}
