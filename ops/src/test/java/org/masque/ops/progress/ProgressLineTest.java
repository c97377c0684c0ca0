package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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

        assertThat(ProgressLine.of(progress).whole())
                .isEqualTo("step 120/2000  epoch 1.50  smoothed loss 0.4322  3120 images/s  left 1:02:31"
                        + "  waited 0.2% for data, 0.0% for masks  maps 1.0 epochs old");
    }

    @Test
    void withoutMapsTheirAgeIsLeftOut() {
        assertThat(whole(snapshot(Duration.ZERO, 100))).doesNotContain("maps");
    }

    @Test
    void daysAndSlowTrainingAreReadable() {
        assertThat(whole(snapshot(Duration.ofHours(49), 0.256)))
                .contains("left 2d 1:00:00")
                .contains("0.26 images/s");
    }

    @Test
    void theLocaleOfTheUserChangesNothing() {
        Locale.setDefault(Locale.GERMANY);

        assertThat(whole(snapshot(Duration.ZERO, 1.5)))
                .contains("smoothed loss 0.5000")
                .contains("1.50 images/s");
    }

    @Test
    void aLossThatWasNeverFiniteIsSaidInWords() {
        ProgressSnapshot progress = new ProgressSnapshot(1, 2, 0, Double.NaN, 1, Duration.ZERO, 0, 0, Double.NaN);

        assertThat(whole(progress)).contains("loss not finite");
    }

    @Test
    void aNarrowTerminalLeavesOutWhatIsNeededLeastAndCutsNoFigure() {
        assertThat(within(159))
                .isEqualTo(
                        "step 120/2000  [=>                  ]  epoch 1.50  smoothed loss 0.4322  3120 images/s  left 1:02:31"
                                + "  waited 0.2% for data, 0.0% for masks  maps 1.0 epochs old");
        assertThat(within(119))
                .isEqualTo("step 120/2000  [==>                                    ]  epoch 1.50  smoothed loss 0.4322"
                        + "  3120 images/s  left 1:02:31");
        assertThat(within(79))
                .isEqualTo("step 120/2000  [>          ]  smoothed loss 0.4322  3120 images/s  left 1:02:31");
        assertThat(within(69)).isEqualTo("step 120/2000  smoothed loss 0.4322  3120 images/s  left 1:02:31");
        assertThat(within(59)).isEqualTo("step 120/2000  smoothed loss 0.4322  left 1:02:31");
        assertThat(within(30)).isEqualTo("step 120/2000  left 1:02:31");
        assertThat(within(20)).isEqualTo("step 120/2000");
        assertThat(within(8)).isEqualTo("step 120");
    }

    @Test
    void theLongestRunStillFitsIntoEightyColumns() {
        ProgressSnapshot progress = new ProgressSnapshot(
                1_234_567, 2_000_000, 99.5, 0.43219, 31_204, Duration.ofDays(12).plusMinutes(59), 0, 0, 1);

        assertThat(ProgressLine.of(progress).within(79))
                .isEqualTo("step 1234567/2000000  smoothed loss 0.4322  31204 images/s  left 12d 0:59:00");
    }

    @Test
    void aTimeLeftThatIsNotKnownIsLeftOut() {
        assertThat(whole(snapshot(null, 100))).contains("100 images/s  waited").doesNotContain("left");
    }

    private static String within(int columns) {
        return ProgressLine.of(
                        new ProgressSnapshot(120, 2000, 1.5, 0.43219, 3120.4, Duration.ofSeconds(3751), 0.0024, 0, 1))
                .within(columns);
    }

    private static String whole(ProgressSnapshot progress) {
        return ProgressLine.of(progress).whole();
    }

    private static ProgressSnapshot snapshot(@Nullable Duration left, double imagesPerSecond) {
        return new ProgressSnapshot(1, 2, 0.5, 0.5, imagesPerSecond, left, 0, 0, Double.NaN);
    }
}
