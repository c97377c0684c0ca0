package org.masque.ops.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TerminalLineTest {
    private final Screen screen = new Screen();
    private final TerminalLine line = new TerminalLine(screen.stream(), () -> 20);
    private final PrintStream out = line.above(screen.stream());

    private void draw(String text) {
        line.draw(new FittedLine().add(0, text));
    }

    @Test
    void whatIsPrintedAppearsAboveTheLineAndTheLineStaysWhole() {
        draw("step 1/3");
        out.println("WARN a picture could not be read");
        out.print("two\nlines\n");
        assertThat(screen.lines()).containsExactly("WARN a picture could not be read", "two", "lines", "step 1/3");

        draw("step 2/3");
        assertThat(screen.lines()).last().isEqualTo("step 2/3");
    }

    @Test
    void aLineIsPrintedWhenItIsWhole() {
        draw("step 1/3");
        out.print("half a");
        draw("step 2/3");
        assertThat(screen.lines()).containsExactly("step 2/3");

        out.println(" line");
        assertThat(screen.lines()).containsExactly("half a line", "step 2/3");
    }

    @Test
    void whatHasNoEndIsPrintedWhenTheLineIsGone() {
        draw("step 1/3");
        out.print("question? ");
        line.clear();
        assertThat(screen.lines()).containsExactly("question?");
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() {
        draw("step 100/100");
        draw("done");
        assertThat(screen.lines()).containsExactly("done");
    }

    @Test
    void aLineThatIsKeptStaysAboveWhatComesNext() {
        draw("step 3/3");
        line.keep();
        out.println("Done.");
        draw("evaluation");
        line.clear();
        assertThat(screen.lines()).containsExactly("step 3/3", "Done.", "");
    }

    @Test
    void theLastColumnStaysFree() {
        draw("12345678901234567890");
        assertThat(screen.lines()).containsExactly("1234567890123456789");
    }

    @Test
    void whileNothingIsShownEveryByteIsPrintedAtOnce() {
        out.print("no end");
        assertThat(screen.lines()).containsExactly("no end");
    }
}
