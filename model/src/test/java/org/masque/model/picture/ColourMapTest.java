package org.masque.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColourMapTest {
    @Test
    void theEndsAndPointsAreThoseOfTheTable() {
        assertThat(ColourMap.colour(0)).isEqualTo(0x440154);
        assertThat(ColourMap.colour(1 / 3f)).isEqualTo(0x31688e);
        assertThat(ColourMap.colour(1)).isEqualTo(0xfde725);
    }

    @Test
    void valuesBeyondGetTheNearestColour() {
        assertThat(ColourMap.colour(-3)).isEqualTo(ColourMap.colour(0));
        assertThat(ColourMap.colour(7)).isEqualTo(ColourMap.colour(1));
    }

    @Test
    void largerValuesAreAlwaysBrighter() {
        double before = -1;
        for (int step = 0; step <= 100; step++) {
            int colour = ColourMap.colour(step / 100f);
            double brightness = .2126 * (colour >> 16 & 0xff) + .7152 * (colour >> 8 & 0xff) + .0722 * (colour & 0xff);
            assertThat(brightness).isGreaterThan(before);
            before = brightness;
        }
    }

    @Test
    void aMixLiesBetweenItsColours() {
        assertThat(ColourMap.mix(0x000000, 0xff8040, .5f)).isEqualTo(0x804020);
        assertThat(ColourMap.mix(0x123456, 0xffffff, 0)).isEqualTo(0x123456);
        assertThat(ColourMap.mix(0x123456, 0xabcdef, 1)).isEqualTo(0xabcdef);
    }
}
