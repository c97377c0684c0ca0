package org.masque.model.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurveChartTest {
    private static final ChartCurve RISING = new ChartCurve(
            "rising",
            List.of(
                    new ChartCurve.Run(new double[] {0, 1, 2}, new double[] {1, 2, 3}),
                    new ChartCurve.Run(new double[] {0, 2}, new double[] {3, 4})));

    @Test
    void axesEndOnRoundNumbers() {
        ChartAxis axis = ChartAxis.over(41.9, 55.3);

        assertThat(axis.ticks()).containsExactly(40.0, 42.5, 45.0, 47.5, 50.0, 52.5, 55.0, 57.5);
        assertThat(axis.label(42.5)).isEqualTo("42.5");
        assertThat(axis.place(axis.low())).isZero();
        assertThat(axis.place(axis.high())).isEqualTo(1);
    }

    @Test
    void largeNumbersAreShortened() {
        ChartAxis axis = ChartAxis.fromZero(1_500_000);

        assertThat(axis.ticks().stream().map(axis::label))
                .containsExactly("0", "0.25M", "0.50M", "0.75M", "1.00M", "1.25M", "1.50M");
        assertThat(ChartAxis.fromZero(20_000).label(5_000)).isEqualTo("5k");
    }

    @Test
    void theMeanGoesAsFarAsAllRuns() {
        assertThat(RISING.mean().x()).containsExactly(0, 1.5);
        assertThat(RISING.mean().y()).containsExactly(2, 3);
    }

    @Test
    void theSameCurvesGiveTheSameBytes() {
        CurveChart chart = new CurveChart("Title", "x", "y", List.of(RISING));

        assertThat(chart.png()).isEqualTo(chart.png());
    }

    @Test
    void aChartOfOneFlatPointCanBeDrawn() {
        ChartCurve flat =
                new ChartCurve("flat", List.of(new ChartCurve.Run(new double[] {0}, new double[] {Double.NaN})));

        assertThat(new CurveChart("Title", "x", "y", List.of(flat)).draw().getWidth())
                .isEqualTo(960);
    }

    @Test
    void aChartWithoutCurvesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CurveChart("Title", "x", "y", List.of()));
    }
}
