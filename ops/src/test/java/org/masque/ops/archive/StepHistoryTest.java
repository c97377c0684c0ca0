package org.masque.ops.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepHistoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Bucket step(long step, double loss) {
        try {
            return Bucket.of(JSON.readTree(WrittenRun.stepLine(step, loss)), step / 10.0, (double) step);
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static StepHistory of(int capacity, int steps) {
        StepHistory history = new StepHistory(capacity);
        for (int step = 1; step <= steps; step++) {
            history.add(step(step, step == 777 ? 100 : 1));
        }
        return history;
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1024, 1025, 5000})
    void aPeakOfOneStepIsSeenHoweverFewPointsThereAre(int steps) {
        for (int most : new int[] {1, 7, 16, 64}) {
            List<Bucket> points = of(64, steps).points(most);

            assertThat(points).hasSizeLessThanOrEqualTo(most);
            assertThat(points.stream()
                            .mapToDouble(point -> point.most(Measure.LOSS))
                            .max())
                    .hasValue(100);
            assertThat(points.get(points.size() - 1).lastStep()).isEqualTo(steps);
        }
    }

    @Test
    void everyStepCountsOnce() {
        List<Bucket> points = of(64, 1000).points(1);

        assertThat((double) points.get(0).mean(Measure.LOSS)).isCloseTo((999 + 100) / 1000.0, within(1e-6));
    }

    @Test
    void fewStepsAreKeptAsTheyAre() {
        assertThat(of(64, 50).points(64))
                .extracting(Bucket::lastStep)
                .hasSize(50)
                .startsWith(1L, 2L, 3L);
    }

    @Test
    void aRateOverSeveralStepsIsAllImagesOverAllSeconds() {
        Bucket point = of(64, 10).points(1).get(0);

        assertThat(point.mean(Measure.IMAGES_PER_SECOND)).isEqualTo(128);
        assertThat((double) point.mean(Measure.DATA_WAIT)).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void thePartsOfAStepAddUpToTheStep() {
        Bucket point = of(64, 100).points(1).get(0);

        assertThat((double) point.mean(Measure.REST)).isCloseTo(0.06, within(1e-6));
        assertThat(partsOf(point)).isCloseTo(1, within(1e-6));
    }

    // Of a log of an earlier version: the slowest forward was one worker's, the slowest backward another's.
    @Test
    void whereTheTimeOfAStepWentIsNotKnownIfItsPartsOverlap() throws JsonProcessingException {
        String overlapping = WrittenRun.stepLine(1, 1).replace("\"forward\":0.2", "\"forward\":0.3");
        Bucket point = Bucket.of(JSON.readTree(overlapping), 0.1, 1);

        assertThat(point.mean(Measure.FORWARD)).isNaN();
        assertThat(point.mean(Measure.REST)).isNaN();
        assertThat((double) point.mean(Measure.DATA_WAIT)).isCloseTo(0.1, within(1e-6));
        point.append(step(2, 1));
        assertThat(partsOf(point)).isCloseTo(1, within(1e-6));
    }

    private static double partsOf(Bucket point) {
        return List.of(
                        Measure.FORWARD,
                        Measure.BACKWARD,
                        Measure.REDUCE,
                        Measure.UPDATE,
                        Measure.DATA_WAIT,
                        Measure.MASK_WAIT,
                        Measure.REST)
                .stream()
                .mapToDouble(point::mean)
                .sum();
    }

    @Test
    void whatARunDoesAgainAfterAKillReplacesWhatItDid() {
        StepHistory history = of(64, 50);
        history.goBackTo(40);
        history.add(step(41, 5));

        assertThat(history.points(64)).extracting(Bucket::lastStep).hasSize(41).endsWith(40L, 41L);
        assertThat(history.last().mean(Measure.LOSS)).isEqualTo(5);
    }

    @Test
    void stepsStayInOrderWhereARunGoesBackIntoTheMiddleOfAPoint() {
        StepHistory history = of(64, 1000);
        history.goBackTo(501);
        for (long step = 502; step <= 505; step++) {
            history.add(step(step, 5));
        }

        assertThat(history.points(64)).extracting(Bucket::lastStep).isSorted().endsWith(505L);
    }

    @Test
    void withoutMapsThereIsNoAgeAndJsonSaysNull() throws JsonProcessingException {
        Series age = StepHistory.series(of(64, 2).points(2)).get("mapAge");

        assertThat(JSON.writeValueAsString(age))
                .isEqualTo("{\"mean\":[null,null],\"min\":[null,null],\"max\":[null,null]}");
    }
}
