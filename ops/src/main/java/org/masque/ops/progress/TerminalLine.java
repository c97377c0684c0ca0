package org.masque.ops.progress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The last line of a terminal, which is drawn again and again. Whatever else this process prints appears above it, in
 * whole lines: both standard streams share this lock. Thread-safe.
 *
 * <p>It needs a carriage return only, and so works on every terminal.
 */
public final class TerminalLine {
    private static final int NARROWEST = 10;
    private static final int USUAL_WIDTH = 80;
    private static @Nullable TerminalLine ofThisProcess;

    private final PrintStream out;
    private final IntSupplier width;
    private final List<LinesAbove> streams = new ArrayList<>();
    private String shown = "";

    /**
     * A line of some terminal; nothing is shown yet.
     *
     * @param out to the terminal
     * @param width in columns, asked for at each drawing
     */
    TerminalLine(PrintStream out, IntSupplier width) {
        this.out = out;
        this.width = width;
    }

    /**
     * Puts the standard streams above a line on standard error, if this process has a terminal. To be called once,
     * before anything is printed.
     */
    @SuppressWarnings("SystemConsoleNull") // from Java 22 on it would need isTerminal(); the launcher insists on 17
    public static void install() {
        if (System.console() == null || !isTerminal(Path.of("/proc/self/fd/2"))) {
            return;
        }
        TerminalLine line = new TerminalLine(System.err, new AskedWidth());
        System.setErr(line.above(System.err));
        System.setOut(line.above(System.out));
        ofThisProcess = line;
    }

    /** That of this process; null where there is no terminal. */
    static @Nullable TerminalLine ofThisProcess() {
        return ofThisProcess;
    }

    // The console is the terminal of input and output; standard error may still go to a file.
    private static boolean isTerminal(Path descriptor) {
        try {
            String device = Files.readSymbolicLink(descriptor).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }

    /** Shows what fits of a line, in place of what was shown. */
    synchronized void draw(FittedLine line) {
        // The last column stays free: some terminals go on to the next line when it is written to.
        String text = line.within(columns() - 1);
        if (!text.equals(shown)) {
            put(text);
        }
    }

    private int columns() {
        int columns = width.getAsInt();
        return columns < NARROWEST ? USUAL_WIDTH : columns;
    }

    /** Leaves what is shown where it is; whatever comes next is drawn below it. */
    synchronized void keep() {
        if (!shown.isEmpty()) {
            out.println();
            out.flush();
            shown = "";
        }
        streams.forEach(LinesAbove::release);
    }

    /** Takes away what is shown. */
    synchronized void clear() {
        erase();
        shown = "";
        streams.forEach(LinesAbove::release);
    }

    private void put(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, shown.length() - text.length())));
        out.flush();
        shown = text;
    }

    private void erase() {
        if (!shown.isEmpty()) {
            out.print("\r" + " ".repeat(shown.length()) + "\r");
            out.flush();
        }
    }

    /** A stream to the same terminal, whose lines appear above this one. */
    PrintStream above(PrintStream stream) {
        LinesAbove lines = new LinesAbove(stream);
        streams.add(lines);
        return new PrintStream(lines, true, Charset.defaultCharset());
    }

    // Holds a line that has no end yet back for as long as something is shown.
    private final class LinesAbove extends OutputStream {
        private final PrintStream stream;
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();

        LinesAbove(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int single) {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (TerminalLine.this) {
                if (shown.isEmpty()) {
                    stream.write(bytes, offset, length);
                    return;
                }
                int end = offset + length;
                while (end > offset && bytes[end - 1] != '\n') {
                    end--;
                }
                held.write(bytes, offset, end - offset);
                if (end > offset) {
                    erase();
                    release();
                    out.print(shown);
                    out.flush();
                }
                held.write(bytes, end, offset + length - end);
            }
        }

        void release() {
            stream.write(held.toByteArray(), 0, held.size());
            stream.flush();
            held.reset();
        }

        @Override
        public void flush() {
            stream.flush();
        }
    }

    /**
     * Asks the terminal, which is opened for the first question.
     *
     * <p>The signals stay as they are: Ctrl-C would else get its default back, and a run end without a checkpoint.
     */
    private static final class AskedWidth implements IntSupplier {
        private @Nullable Terminal terminal;

        @Override
        public int getAsInt() {
            if (terminal == null) {
                try {
                    terminal = TerminalBuilder.builder()
                            .nativeSignals(false)
                            .dumb(true)
                            .build();
                } catch (IOException failure) {
                    throw new UncheckedIOException("the terminal cannot be asked for its width", failure);
                }
            }
            return terminal.getWidth();
        }
    }
}
