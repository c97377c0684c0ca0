package org.masque.ops.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a piece of work with a name is, for the person who waits for it: a line that is drawn anew on a terminal, and
 * otherwise a plain line every few seconds, so that a short one passes without a word. Thread-safe.
 *
 * <pre>{@code
 * try (PhaseProgress progress = PhaseProgress.begin("evaluation", 1200, "images")) {
 *     progress.advance(32);
 * }
 * }</pre>
 */
public final class PhaseProgress implements AutoCloseable {
    private static final Duration LINES = Duration.ofSeconds(5);
    private static final Duration DRAWINGS = Duration.ofMillis(100);
    private static final double NANOS = 1e9;

    private final String name;
    private final long total;
    private final String unit;
    private final Out out;
    private long done;
    private String note = "";
    private boolean measured;
    private long firstDone;
    private long firstAt;
    private long lastShown;
    private long toldDone;

    // One of the two shows it.
    record Out(@Nullable TerminalLine line, Consumer<String> plain, LongSupplier nanoTime) {}

    PhaseProgress(String name, long total, String unit, Out out) {
        this.name = name;
        this.total = total;
        this.unit = unit;
        this.out = out;
        this.lastShown = out.nanoTime().getAsLong();
        if (out.line() != null) {
            out.line().draw(text());
        }
    }

    /**
     * Begins, with nothing done. Its lines go to standard error, so that they do not mix with results.
     *
     * @param name what a person would call it, e.g. "evaluation"
     * @param total pieces of it; 0 if it cannot be counted
     * @param unit what a piece is, in the plural, e.g. "images"
     */
    public static PhaseProgress begin(String name, long total, String unit) {
        return begin(name, total, unit, System.err::println);
    }

    /**
     * Begins, with nothing done.
     *
     * @param plain takes lines if there is no terminal
     */
    public static PhaseProgress begin(String name, long total, String unit, Consumer<String> plain) {
        return new PhaseProgress(name, total, unit, new Out(TerminalLine.ofThisProcess(), plain, System::nanoTime));
    }

    /** So many more pieces are done. */
    public synchronized void advance(long pieces) {
        reached(done + pieces, note);
    }

    /**
     * So many pieces are done by now.
     *
     * @param remark what else is to be said of them, e.g. "2 bad"; may be empty
     */
    public synchronized void reached(long pieces, String remark) {
        long now = out.nanoTime().getAsLong();
        done = Math.max(done, pieces); // threads may tell of theirs late
        note = remark;
        if (!measured) {
            // The first piece takes what loading libraries takes, and says nothing of the others.
            measured = true;
            firstDone = done;
            firstAt = now;
        }
        TerminalLine line = out.line();
        if (now - lastShown >= (line == null ? LINES : DRAWINGS).toNanos()) {
            lastShown = now;
            show(line);
        }
    }

    private void show(@Nullable TerminalLine line) {
        if (line == null) {
            toldDone = done;
            out.plain().accept(text().whole());
        } else {
            line.draw(text());
        }
    }

    // The name and the count stay longest, then the time left and the bar.
    private FittedLine text() {
        String of = total > 0 ? done + "/" + total + " " + unit : done > 0 ? done + " " + unit : "";
        FittedLine text = new FittedLine().add(0, (name + " " + of).strip());
        if (total > 0) {
            text.bar(2, (double) done / total);
        }
        text.add(4, note);
        double seconds = (out.nanoTime().getAsLong() - firstAt) / NANOS;
        if (!measured || seconds < 1 || done <= firstDone) {
            return text;
        }
        double rate = (done - firstDone) / seconds;
        text.add(3, String.format(Locale.ROOT, rate < 10 ? "%.2f %s/s" : "%.0f %s/s", rate, unit));
        return total > 0 ? text.add(1, "left " + ProgressLine.clock(left(rate))) : text;
    }

    private Duration left(double rate) {
        return Duration.ofSeconds(Math.round(Math.max(0, total - done) / rate));
    }

    /**
     * Takes the line away from the terminal; what came of the work is for its caller to say. Plain lines, if there were
     * any, end with how far it came.
     */
    @Override
    public synchronized void close() {
        if (out.line() != null) {
            out.line().clear();
        } else if (toldDone > 0 && toldDone < done) {
            show(null);
        }
    }
}
