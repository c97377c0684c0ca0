package org.masque.ops.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCurveTest {
    @TempDir
    private Path folder;

    @Test
    void ofAStepThatWasDoneAgainTheLastTimeCounts() throws IOException {
        Files.writeString(folder.resolve("log.1.jsonl"), step(1, 4, 1) + step(2, 3, 1) + step(3, 9, 1));
        Files.writeString(
                folder.resolve("log.jsonl"),
                "{\"event\":\"resumed\",\"step\":2}\n" + step(3, 2, 2) + step(4, 1, 2) + "{\"event\":\"step\",\"st");

        RunCurve curve = RunCurve.read(folder);

        assertThat(curve.steps())
                .containsExactly(
                        new RunCurve.Step(1, 4, 1),
                        new RunCurve.Step(2, 3, 2),
                        new RunCurve.Step(3, 2, 4),
                        new RunCurve.Step(4, 1, 6));
        assertThat(curve.secondsAt(3)).isEqualTo(4);
        assertThat(curve.lossAt(4)).isEqualTo(1);
    }

    @Test
    void stepsThatWereTakenBackLeaveTheirTimeToTheNextOne() throws IOException {
        Files.writeString(
                folder.resolve("log.jsonl"),
                step(1, 4, 1) + step(2, 3, 1) + step(3, 90, 2) + step(4, 900, 2)
                        + "{\"event\":\"rolledBack\",\"from\":4,\"to\":1}\n" + step(2, 3, 1) + step(5, 1, 1));

        RunCurve curve = RunCurve.read(folder);

        assertThat(curve.steps())
                .containsExactly(new RunCurve.Step(1, 4, 1), new RunCurve.Step(2, 3, 7), new RunCurve.Step(5, 1, 8));
        assertThat(curve.trained()).isEqualTo(6);
        assertThat(curve.seconds()).isEqualTo(8);
    }

    @Test
    void refreshesOfMapsAreKnownByTheStepsBeforeThem() throws IOException {
        Files.writeString(
                folder.resolve("log.jsonl"), refresh(3) + step(1, 4, 1) + step(2, 2, 1) + refresh(5) + step(3, 1, 1));

        RunCurve curve = RunCurve.read(folder);

        assertThat(curve.refreshes()).containsExactly(new RunCurve.Refresh(0, 3), new RunCurve.Refresh(2, 5));
        assertThat(curve.refreshSeconds(1)).isEqualTo(5);
        assertThat(curve.meanRefresh()).isEqualTo(4);
    }

    private static String refresh(double seconds) {
        return "{\"event\":\"refreshFinished\",\"version\":0,\"seconds\":" + seconds + "}\n";
    }

    @Test
    void aSmoothedCurveHoldsTheMeanOfEachStretch() throws IOException {
        Files.writeString(folder.resolve("log.jsonl"), step(1, 4, 1) + step(2, 2, 1) + step(3, 1, 1));

        assertThat(RunCurve.read(folder).smoothed(2))
                .containsExactly(new RunCurve.Step(2, 3, 2), new RunCurve.Step(3, 1, 3));
    }

    @Test
    void theLossAtAStepIsTheMeanOfTheLastTwentieth() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int step = 1; step <= 40; step++) {
            log.append(step(step, step, 1));
        }
        Files.writeString(folder.resolve("log.jsonl"), log);

        assertThat(RunCurve.read(folder).lossAt(40)).isCloseTo(39.5, within(1e-12));
    }

    private static String step(long number, double loss, double seconds) {
        return "{\"time\":\"t\",\"event\":\"step\",\"step\":" + number + ",\"loss\":" + loss + ",\"seconds\":" + seconds
                + "}\n";
    }
}
