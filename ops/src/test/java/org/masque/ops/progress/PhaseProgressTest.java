package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhaseProgressTest {
    private final Screen screen = new Screen();
    private final AtomicLong nanos = new AtomicLong();

    private PhaseProgress begin(@Nullable TerminalLine line, String name, long total) {
        return new PhaseProgress(
                name, total, "images", new PhaseProgress.Out(line, screen.stream()::println, nanos::get));
    }

    private void at(double seconds) {
        nanos.set((long) (seconds * 1e9));
    }

    private void reachedAt(double seconds, PhaseProgress progress, int images, String remark) {
        at(seconds);
        progress.reached(images, remark);
    }

    @Test
    void withoutATerminalAShortOnePassesWithoutAWord() {
        try (PhaseProgress progress = begin(null, "training set", 3)) {
            reachedAt(2, progress, 1, "");
            reachedAt(4.9, progress, 3, "1 bad");
        }
        assertThat(screen.lines()).containsExactly("");
    }

    @Test
    void withoutATerminalALongOneTellsItsRateSinceTheFirstPieceEveryFiveSeconds() {
        at(100);
        try (PhaseProgress progress = begin(null, "test set", 103)) {
            reachedAt(103, progress, 1, "0 bad");
            reachedAt(105, progress, 3, "2 bad");
            reachedAt(106, progress, 2, "2 bad"); // of a slower thread
            reachedAt(113, progress, 101, "3 bad");
            reachedAt(113.1, progress, 103, "3 bad");
        }
        assertThat(screen.lines())
                .containsExactly(
                        "test set 3/103 images  2 bad  1.00 images/s  left 0:01:40",
                        "test set 101/103 images  3 bad  10 images/s  left 0:00:00",
                        "test set 103/103 images  3 bad  10 images/s  left 0:00:00",
                        "");
    }

    @Test
    void onATerminalItIsABarThatLeavesNothingBehind() {
        TerminalLine line = new TerminalLine(screen.stream(), () -> 80);
        PhaseProgress progress = begin(line, "evaluation", 1200);
        assertThat(screen.lines())
                .containsExactly("evaluation 0/1200 images  [>                                       ]");

        reachedAt(1, progress, 300, "");
        reachedAt(3, progress, 500, "");
        assertThat(screen.lines())
                .containsExactly("evaluation 500/1200 images  [========>            ]  100 images/s  left 0:00:07");
        progress.close();
        assertThat(screen.lines()).containsExactly("");
    }

    @Test
    void whatCannotBeCountedIsNamed() {
        TerminalLine line = new TerminalLine(screen.stream(), () -> 80);
        try (PhaseProgress progress = begin(line, "last checkpoint", 0)) {
            assertThat(screen.lines()).containsExactly("last checkpoint");
            reachedAt(1, progress, 2, "");
        }
    }
}
