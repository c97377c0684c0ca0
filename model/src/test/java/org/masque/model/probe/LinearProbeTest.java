package org.masque.model.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.masque.model.tensor.NoTensorLeaks;

@ExtendWith(NoTensorLeaks.class)
class LinearProbeTest {
    private static final LinearProbe SHORT = new LinearProbe(2, 0, 256, 0.05, 7);

    @Test
    void theDefaultsComeWithinHalfAPointOfTheBestClassifierThereIs() {
        SplittableRandom random = new SplittableRandom(3);
        GaussianClasses classes = new GaussianClasses(4, 6, 0.9, random);
        try (Features train = classes.draw(6000, random);
                Features test = classes.draw(4000, random)) {
            double best = classes.bestAccuracy(test);
            assertThat(best).isBetween(0.6, 0.9);
            assertThat(LinearProbe.withSeed(1).run(train, test).accuracy()).isCloseTo(best, within(0.005));
        }
    }

    @Test
    void theReportCountsEveryTestImageOnce() {
        SplittableRandom random = new SplittableRandom(4);
        GaussianClasses classes = new GaussianClasses(3, 5, 1, random);
        try (Features train = classes.draw(601, random);
                Features test = classes.draw(700, random)) {
            ProbeReport report = SHORT.run(train, test);
            int[] perClass = Arrays.stream(report.confusion())
                    .mapToInt(row -> Arrays.stream(row).sum())
                    .toArray();
            assertThat(perClass).containsExactly(234, 233, 233);
            int right = report.confusion()[0][0] + report.confusion()[1][1] + report.confusion()[2][2];
            assertThat(report.accuracy()).isCloseTo(right / 700.0, within(1e-12));
            assertThat(report.perClassAccuracy()[1]).isEqualTo((double) report.confusion()[1][1] / 233);
            assertThat(report.text()).contains("Accuracy");
        }
    }

    @Test
    void oneSeedGivesOneResultAndAnotherSeedAnother() {
        SplittableRandom random = new SplittableRandom(5);
        GaussianClasses classes = new GaussianClasses(5, 8, 0.4, random);
        try (Features train = classes.draw(1000, random);
                Features test = classes.draw(2000, random)) {
            int[][] once = SHORT.run(train, test).confusion();
            assertThat(SHORT.run(train, test).confusion()).isDeepEqualTo(once);
            LinearProbe other = new LinearProbe(2, 0, 256, 0.05, 8);
            assertThat(Arrays.deepEquals(other.run(train, test).confusion(), once))
                    .isFalse();
        }
    }

    @Test
    void aClassThatTrainingNeverSawIsNeverRight() {
        try (Features train = Features.of(new float[] {-1, -2, 1, 2}, 1, new int[] {0, 0, 1, 1});
                Features test = Features.of(new float[] {-1.5f, 1.5f, 9}, 1, new int[] {0, 1, 3})) {
            ProbeReport report = new LinearProbe(1, 20, 256, 0.3, 7).run(train, test);
            assertThat(report.perClassAccuracy()).containsExactly(1, 1, Double.NaN, 0);
            assertThat(report.accuracy()).isCloseTo(2 / 3.0, within(1e-12));
        }
    }

    @Test
    void afterFewUpdatesTheBatchNormKnowsTheWholeTrainingSet() {
        float[] offCentre = {9.98f, 9.99f, 10.01f, 10.02f};
        try (Features train = Features.of(offCentre, 1, new int[] {0, 0, 1, 1});
                Features test = Features.of(offCentre, 1, new int[] {0, 0, 1, 1})) {
            assertThat(new LinearProbe(1, 20, 256, 0.3, 7).run(train, test).accuracy())
                    .isEqualTo(1);
        }
    }

    @Test
    void aConstantFeatureDoesNoHarm() {
        try (Features train = Features.of(new float[] {-1, 5, -2, 5, 1, 5, 2, 5}, 2, new int[] {0, 0, 1, 1});
                Features test = Features.of(new float[] {-1.5f, 5, 1.5f, 5}, 2, new int[] {0, 1})) {
            assertThat(new LinearProbe(1, 20, 256, 0.3, 7).run(train, test).accuracy())
                    .isEqualTo(1);
        }
    }

    // A run holds some 5 MiB of batch, network and workspaces; the bound is loose, as it is the process's whole memory.
    @Test
    void manyRunsLeaveNoMemoryBehind() {
        SplittableRandom random = new SplittableRandom(6);
        GaussianClasses classes = new GaussianClasses(10, 64, 1, random);
        try (Features train = classes.draw(4096, random);
                Features test = classes.draw(512, random)) {
            LinearProbe probe = new LinearProbe(1, 0, 4096, 0.05, 7);
            probe.run(train, test);
            probe.run(train, test);
            long before = Pointer.physicalBytes();
            for (int repetition = 0; repetition < 20; repetition++) {
                probe.run(train, test);
            }
            assertThat(Pointer.physicalBytes() - before).isLessThan(50L << 20);
        }
    }

    @Test
    void badSettingsAndWidthsAreRefused() {
        assertThatThrownBy(() -> new LinearProbe(0, 0, 1, 0.1, 7)).hasMessageContaining("epochs 0");
        assertThatThrownBy(() -> new LinearProbe(1, 0, 0, 0.1, 7)).hasMessageContaining("batch 0");
        assertThatThrownBy(() -> new LinearProbe(1, -1, 1, 0.1, 7)).hasMessageContaining("least updates -1");
        assertThatThrownBy(() -> new LinearProbe(1, 0, 1, 0, 7)).hasMessageContaining("learning rate 0.0");
        try (Features train = Features.of(new float[] {1, 2}, 2, new int[] {0});
                Features test = Features.of(new float[] {1}, 1, new int[] {0})) {
            assertThatThrownBy(() -> SHORT.run(train, test)).hasMessageContaining("training features are 2 wide");
        }
    }
}
