package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartMaskingTest {
    private static final PatchGrid GRID = new PatchGrid(14, 14);
    private static final PartMasking SEMMAE = new PartMasking(.75, 2);
    private static final int[] SIZES = {60, 40, 36, 24, 20, 10, 6};
    private static final int[] ORDER = {2, 0, 4, 1, 6, 3, 5};

    @ParameterizedTest(name = "epoch {0} of 800")
    @CsvSource({"0,.9999984", "99,.984375", "199,.9375", "399,.75", "599,.4375", "799,0"})
    void theShareFallsFromOneToZero(int epoch, double share) {
        assertThat(SEMMAE.share(new MaskContext(GRID, epoch, 800, null))).isCloseTo(share, within(1e-7));
    }

    @Test
    void theFlaggedPatchesOfEachPartAreThoseOfTheSpecification() {
        assertThat(SEMMAE.flagged(SIZES, ORDER, 1)).containsExactly(45, 30, 27, 18, 15, 8, 4);
        assertThat(SEMMAE.flagged(SIZES, ORDER, .75)).containsExactly(49, 30, 29, 14, 16, 6, 3);
        assertThat(SEMMAE.flagged(SIZES, ORDER, .5)).containsExactly(52, 30, 32, 9, 18, 4, 2);
        assertThat(SEMMAE.flagged(SIZES, ORDER, .25)).containsExactly(56, 31, 34, 4, 19, 2, 1);
        assertThat(SEMMAE.flagged(SIZES, ORDER, 0)).containsExactly(60, 31, 36, 0, 20, 0, 0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void theFlagsAreHardlyEverMoreThanThreeFromTheTotalAndExactWhenPartsAreWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int far = 0;
        for (int draw = 0; draw < 500; draw++) {
            int[] sizes = sizes(labels(random, 7));
            int[] order = WeightedOrder.uniform(7, random);
            for (double share : new double[] {1, .75, .5, .25}) {
                far += Math.abs(sum(SEMMAE.flagged(sizes, order, share)) - 147) > 3 ? 1 : 0;
            }
            assertThat(sum(SEMMAE.flagged(sizes, order, 0))).isEqualTo(147);
        }
        assertThat(far).as("of 2000").isLessThanOrEqualTo(2);
    }

    private static int sum(int[] flagged) {
        return IntStream.of(flagged).sum();
    }

    private static int[] sizes(byte[] labels) {
        int[] sizes = new int[7];
        for (byte label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    @Test
    void aViewInOnePartIsMaskedAsIfItHadNoLabels() {
        byte[] onePart = new byte[196];
        for (int epoch = 0; epoch < 8; epoch++) {
            assertThat(SEMMAE.plan(context(onePart, epoch, 8), new SplittableRandom(epoch)))
                    .isEqualTo(SEMMAE.plan(context(null, epoch, 8), new SplittableRandom(epoch)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void everyViewHasExactlyAQuarterVisibleWhateverItsParts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int parts : new int[] {1, 2, 7, 196}) {
            byte[] states = SEMMAE.plan(context(labels(random, parts), (int) seed, 8), random);

            assertThat(PatchState.count(states, PatchState.VISIBLE)).isEqualTo(49);
            assertThat(PatchState.count(states, PatchState.MASKED)).isEqualTo(147);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void atTheEndAtMostOnePartIsMaskedInPart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] labels = labels(random, 7);
        byte[] states = SEMMAE.plan(context(labels, 7, 8), random);

        long mixed = IntStream.range(0, 7)
                .filter(part -> {
                    double share = maskedShare(labels, states, part);
                    return share > 0 && share < 1;
                })
                .count();
        assertThat(mixed).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void atTheStartEachPartIsMaskedByThreeQuarters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] labels = labels(random, 4);
        byte[] states = SEMMAE.plan(context(labels, 0, 800), random);

        for (int part = 0; part < 4; part++) {
            assertThat(maskedShare(labels, states, part)).isCloseTo(.75, within(.1));
        }
    }

    @ParameterizedTest(name = "epoch {0} of 10")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void withOnePartEveryPatchIsMaskedAsOftenAndPairsAreIndependentAsInRandomMasking(int epoch) {
        int draws = 40_000;
        int[] masked = new int[196];
        int pairs = 0;
        for (int i = 0; i < draws; i++) {
            byte[] states = SEMMAE.plan(
                    new MaskContext(GRID, epoch, 10, null), Randomness.of(1, epoch, i, Randomness.Purpose.MASK));
            for (int patch = 0; patch < 196; patch++) {
                masked[patch] += states[patch];
            }
            pairs += states[0] * states[1];
        }

        for (int patch = 0; patch < 196; patch++) {
            assertThat(masked[patch] / (double) draws).as("patch %d", patch).isCloseTo(.75, within(.01));
        }
        assertThat(pairs / (double) draws).isCloseTo(147 * 146 / (196.0 * 195), within(.01));
    }

    @Test
    void labelsOfAnotherLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SEMMAE.plan(context(new byte[49], 0, 1), new SplittableRandom(1)))
                .withMessageContaining("49 part labels for a view of 196 patches");
        assertThatIllegalArgumentException().isThrownBy(() -> new PartMasking(.75, 0));
    }

    private static double maskedShare(byte[] labels, byte[] states, int part) {
        int size = 0;
        int masked = 0;
        for (int patch = 0; patch < labels.length; patch++) {
            size += labels[patch] == part ? 1 : 0;
            masked += labels[patch] == part ? states[patch] : 0;
        }
        return size == 0 ? 0 : masked / (double) size;
    }

    private static byte[] labels(SplittableRandom random, int parts) {
        byte[] labels = new byte[196];
        for (int patch = 0; patch < 196; patch++) {
            labels[patch] = (byte) random.nextInt(parts);
        }
        return labels;
    }

    private static MaskContext context(byte @Nullable [] labels, int epoch, int epochs) {
        return new MaskContext(GRID, epoch, epochs, 0, null, labels);
    }
}
