package org.masque.model.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TypefaceTest {
    @Test
    void everyPrintableCharacterHasAShapeOfItsOwn() {
        Set<String> shapes = new HashSet<>();
        for (char character = ' '; character <= '~'; character++) {
            float[][] ink = Typeface.ink(character);
            assertThat(ink).hasNumberOfRows(Typeface.HEIGHT);
            shapes.add(Arrays.deepToString(ink));
        }
        assertThat(shapes).hasSize('~' - ' ' + 1);
    }

    @Test
    void aStraightStrokeStaysSharp() {
        // A capital L stands on its foot: full ink at the left and at the bottom, none above the foot.
        float[][] ink = Typeface.ink('L');

        assertThat(ink[6]).containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(ink[13][4]).isEqualTo(1);
        assertThat(ink[14]).containsOnly(0);
    }

    @Test
    void anUnknownCharacterBecomesAQuestionMark() {
        assertThat(Typeface.ink('\u00e9')).isEqualTo(Typeface.ink('?'));
        assertThat(Typeface.ink('\n')).isEqualTo(Typeface.ink('?'));
    }

    @Test
    void textIsBrokenBetweenWordsAndNeverLost() {
        String text = "one two three four five";
        int width = Typeface.width("one two three");

        assertThat(Typeface.wrap(text, width)).containsExactly("one two three", "four five");
        assertThat(Typeface.wrap(text, 1)).containsExactly("one", "two", "three", "four", "five");
        assertThat(Typeface.wrap("", 100)).containsExactly("");
    }

    @Test
    void aLineIsAsWideAsItsCharactersAndTheGapsBetweenThem() {
        assertThat(Typeface.width("")).isZero();
        assertThat(Typeface.width("L")).isEqualTo(10);
        assertThat(Typeface.width("LL")).isEqualTo(22);
    }
}
