package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.masque.masking.Randomness.Purpose;

class RandomnessTest {
    @Test
    void theStreamsNeverChange() {
        assertThat(Randomness.of(0, 0, 0, Purpose.ORDER).nextLong()).isEqualTo(-4403194678654735205L);
        assertThat(Randomness.of(7, 3, 12345, Purpose.VIEW).nextLong()).isEqualTo(2732135333912525390L);
        assertThat(Randomness.of(7, 3, 12345, Purpose.MASK).nextLong()).isEqualTo(1364600393109915423L);
        assertThat(Randomness.of(-1, 799, 1_281_166, Purpose.WEIGHTS).nextLong())
                .isEqualTo(1621650736689072875L);
        assertThat(Randomness.of(7, 3, 12345, Purpose.MASK).nextDouble()).isEqualTo(0.07397513553921709);
    }

    @Test
    void theSameArgumentsGiveTheSameStream() {
        var first = Randomness.of(7, 3, 12, Purpose.MASK);
        var second = Randomness.of(7, 3, 12, Purpose.MASK);
        for (int draw = 0; draw < 100; draw++) {
            assertThat(first.nextLong()).isEqualTo(second.nextLong());
        }
    }

    @Test
    void everySeedEpochSampleAndPurposeHasAStreamOfItsOwn() {
        Set<Long> firsts = new HashSet<>();
        for (int seed = -5; seed < 5; seed++) {
            for (int epoch = 0; epoch < 20; epoch++) {
                for (int sample = 0; sample < 50; sample++) {
                    for (Purpose purpose : Purpose.values()) {
                        firsts.add(Randomness.of(seed, epoch, sample, purpose).nextLong());
                    }
                }
            }
        }
        assertThat(firsts).hasSize(10 * 20 * 50 * Purpose.values().length);
    }

    @Test
    void neighbouringSamplesAreNotCorrelated() {
        double sum = 0;
        int samples = 20_000;
        for (int sample = 0; sample < samples; sample++) {
            double one = Randomness.of(1, 0, sample, Purpose.MASK).nextDouble() - .5;
            double next = Randomness.of(1, 0, sample + 1, Purpose.MASK).nextDouble() - .5;
            sum += one * next * 12 / samples;
        }
        // Five standard errors of a correlation of nothing.
        assertThat(sum).isBetween(-.035, .035);
    }
}
