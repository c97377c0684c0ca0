package org.masque.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateCountsTest {
    @ParameterizedTest(name = "{0} patches")
    @CsvSource({"16,7,6,3,4", "64,28,26,10,16", "144,64,58,22,36", "196,88,78,30,49", "256,115,102,39,64"})
    void countsAreThoseOfThePublishedCode(int patches, int masked, int thrown, int visible, int visibleOfMae) {
        assertThat(new AttentionMasking(.45, .40).counts(patches)).isEqualTo(new StateCounts(visible, masked, thrown));
        assertThat(new RandomMasking(.75).counts(patches))
                .isEqualTo(new StateCounts(visibleOfMae, patches - visibleOfMae, 0));
        assertThat(new AttentionMasking(.75, 0).counts(patches))
                .isEqualTo(new StateCounts(visibleOfMae, patches - visibleOfMae, 0));
    }

    @ParameterizedTest(name = "ratio {1} of {0} patches")
    @CsvSource({"196,.5,98", "196,.6,78", "196,.9,19", "100,.1,90", "10,.01,9", "7,.5,3", "2,.5,1"})
    void visiblePatchesAreRoundedDown(int patches, double ratio, int visible) {
        assertThat(new RandomMasking(ratio).counts(patches).visible()).isEqualTo(visible);
    }

    @Test
    void ratiosThatLeaveNothingVisibleOrNothingMaskedAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomMasking(.99).counts(16))
                .withMessageContaining("0 patches visible, 16 masked");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttentionMasking(.05, .5).counts(16))
                .withMessageContaining("0 masked");
    }

    @ParameterizedTest(name = "masked {0}, thrown {1}")
    @CsvSource({"0,.5", "-.1,.5", "1,0", ".6,.4", ".5,-.1", "NaN,0", ".5,NaN"})
    void ratiosOutOfRangeAreRefused(double masked, double thrown) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AttentionMasking(masked, thrown));
    }

    @ParameterizedTest(name = "ratio {0}")
    @CsvSource({"0", "1", "-1", "NaN"})
    void aRatioOutOfRangeIsRefused(double ratio) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RandomMasking(ratio))
                .withMessageContaining("between 0 and 1");
    }
}
