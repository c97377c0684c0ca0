package org.masque.ops.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The line of a terminal on which a bar is drawn, as wide as the terminal is at the time.
 *
 * <p>It asks for the width itself: the terminal that the bar's library makes for that gives Ctrl-C its default back, so
 * that a run would end without a checkpoint.
 */
final class TerminalLine extends ConsoleProgressBarConsumer {
    private static final int NARROWEST = 10;
    private static final int USUAL_WIDTH = 80;

    private final Terminal terminal;

    private TerminalLine(PrintStream out, Terminal terminal) {
        super(out, USUAL_WIDTH);
        this.terminal = terminal;
    }

    /** Opens the terminal of this process, and leaves what signals do as it is. */
    static TerminalLine open(PrintStream out) {
        try {
            return new TerminalLine(
                    out,
                    TerminalBuilder.builder().nativeSignals(false).dumb(true).build());
        } catch (IOException failure) {
            throw new UncheckedIOException("the terminal cannot be asked for its width", failure);
        }
    }

    @Override
    public int getMaxRenderedLength() {
        int width = terminal.getWidth();
        return width < NARROWEST ? USUAL_WIDTH : width;
    }

    @Override
    public void close() {
        super.close();
        try {
            terminal.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the terminal cannot be given back", failure);
        }
    }
}
