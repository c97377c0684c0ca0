package org.masque.model.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.masque.masking.PatchGrid;
import org.masque.masking.score.PixelLabels;

class LabelAgreementTest {
    // 2x2 patches of 2x2 pixels.
    private static final byte[] HALVES = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};

    @Test
    void labelsThatAreTheTruthUnderOtherNamesAgreeWholly() {
        LabelAgreement agreement = agreement(new byte[] {5, 2, 5, 2}, HALVES);
        assertThat(agreement.mutual()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(agreement.normalized()).isCloseTo(1, within(1e-12));
        assertThat(agreement.adjusted()).isCloseTo(1, within(1e-12));
    }

    @Test
    void labelsAcrossTheTruthSayNothingOfIt() {
        LabelAgreement agreement = agreement(new byte[] {0, 0, 1, 1}, HALVES);
        assertThat(agreement.normalized()).isCloseTo(0, within(1e-12));
        assertThat(agreement.adjusted()).isNegative();
    }

    @Test
    void aPatchWithPixelsOfTwoPartsCountsForBothByItsPixels() {
        byte[] truth = {0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        LabelAgreement agreement = agreement(new byte[] {0, 1, 1, 1}, truth);
        // H(label) = H(1/4), H(truth) = H(1/8), joint shares 1/8, 1/8, 3/4.
        double expected = entropy(.25, .75) + entropy(.125, .875) - entropy(.125, .125, .75);
        assertThat(agreement.mutual()).isCloseTo(expected, within(1e-12));
    }

    @Test
    void oneLabelForAllAgreesWithNothing() {
        LabelAgreement agreement = agreement(new byte[4], HALVES);
        assertThat(agreement.mutual()).isCloseTo(0, within(1e-12));
        assertThat(agreement.adjusted()).isCloseTo(0, within(1e-9));
        assertThat(agreement(new byte[4], new byte[16]).normalized()).isZero();
    }

    @Test
    void randomLabelsAgreeAsMuchAsChance() {
        SplittableRandom random = new SplittableRandom(3);
        double adjusted = 0;
        for (int i = 0; i < 200; i++) {
            byte[] labels = new byte[64];
            byte[] truth = new byte[32 * 32];
            for (int patch = 0; patch < 64; patch++) {
                labels[patch] = (byte) random.nextInt(6);
            }
            for (int pixel = 0; pixel < truth.length; pixel++) {
                truth[pixel] = (byte) (pixel % 32 / 8);
            }
            adjusted += LabelAgreement.of(labels, new PatchGrid(8, 8), new PixelLabels(32, 32, truth), random)
                            .adjusted()
                    / 200;
        }
        assertThat(adjusted).isCloseTo(0, within(.01));
    }

    // 14 patches across 64 pixels, as of a view of 224 pixels with patches of 16.
    @Test
    void aGridThatDoesNotDivideTheSceneIsCoveredWhole() {
        byte[] truth = new byte[64 * 64];
        for (int pixel = 0; pixel < truth.length; pixel++) {
            truth[pixel] = (byte) (pixel % 64 < 32 ? 0 : 1);
        }
        byte[] labels = new byte[14 * 14];
        for (int patch = 0; patch < labels.length; patch++) {
            labels[patch] = (byte) (patch % 14 < 7 ? 3 : 5);
        }
        LabelAgreement agreement = LabelAgreement.of(
                labels, new PatchGrid(14, 14), new PixelLabels(64, 64, truth), new SplittableRandom(1));

        assertThat(agreement.adjusted()).isCloseTo(1, within(1e-9));
        assertThat(agreement.told()).isCloseTo(1, within(1e-9));
    }

    // Halves of the truth's two parts: all is told, though the labels know more than the truth.
    @Test
    void labelsThatCutTruePartsTellAllOfThem() {
        byte[] truth = new byte[32 * 32];
        byte[] labels = new byte[64];
        for (int pixel = 0; pixel < truth.length; pixel++) {
            truth[pixel] = (byte) (pixel % 32 / 16);
        }
        for (int patch = 0; patch < labels.length; patch++) {
            labels[patch] = (byte) (patch % 8 / 2);
        }
        LabelAgreement agreement =
                LabelAgreement.of(labels, new PatchGrid(8, 8), new PixelLabels(32, 32, truth), new SplittableRandom(1));

        assertThat(agreement.told()).isCloseTo(1, within(1e-9));
        assertThat(agreement.adjusted()).isLessThan(.8);
    }

    private static double entropy(double... shares) {
        double entropy = 0;
        for (double share : shares) {
            entropy -= share * Math.log(share);
        }
        return entropy;
    }

    private static LabelAgreement agreement(byte[] labels, byte[] truth) {
        return LabelAgreement.of(labels, new PatchGrid(2, 2), new PixelLabels(4, 4, truth), new SplittableRandom(1));
    }
}
