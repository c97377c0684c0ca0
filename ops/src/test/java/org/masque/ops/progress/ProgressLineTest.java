package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    @Test
    void everythingIsInTheLine() {
        ProgressSnapshot progress =
                new ProgressSnapshot(120, 2000, 1.5, 0.43219, 3120.4, Duration.ofSeconds(3751), 0.0024, 0, 1);

        assertThat(ProgressLine.whole(progress))
                .isEqualTo("step 120/2000  epoch 1.50  loss 0.4322  3120 images/s  left 1:02:31"
                        + "  waited 0.2% for data, 0.0% for masks  maps 1.0 epochs old");
    }

    @Test
    void withoutMapsTheirAgeIsLeftOut() {
        assertThat(ProgressLine.whole(snapshot(Duration.ZERO, 100))).doesNotContain("maps");
    }

    @Test
    void daysAndSlowTrainingAreReadable() {
        assertThat(ProgressLine.details(snapshot(Duration.ofHours(49), 0.256)))
                .contains("left 2d 1:00:00")
                .contains("0.26 images/s");
    }

    @Test
    void theLocaleOfTheUserChangesNothing() {
        Locale.setDefault(Locale.GERMANY);

        assertThat(ProgressLine.details(snapshot(Duration.ZERO, 1.5)))
                .contains("loss 0.5000")
                .contains("1.50 images/s");
    }

    @Test
    void aLossThatWasNeverFiniteIsSaidInWords() {
        ProgressSnapshot progress = new ProgressSnapshot(1, 2, 0, Double.NaN, 1, Duration.ZERO, 0, 0, Double.NaN);

        assertThat(ProgressLine.details(progress)).contains("loss not finite");
    }

    private static ProgressSnapshot snapshot(Duration left, double imagesPerSecond) {
        return new ProgressSnapshot(1, 2, 0.5, 0.5, imagesPerSecond, left, 0, 0, Double.NaN);
    }
}
