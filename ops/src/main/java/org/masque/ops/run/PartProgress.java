package org.masque.ops.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.actors.run.PartStage;
import org.masque.model.parts.PartLoss;
import org.masque.ops.files.QueuedWriter;
import org.masque.ops.progress.PhaseProgress;

/**
 * Tells a person how far the parts are, every few seconds, and writes every step's losses, and what steps and labels
 * took, to {@code log.jsonl}.
 *
 * <p>A disk that is full or slow costs log lines, never the learning: see {@link QueuedWriter}.
 */
final class PartProgress implements PartStage.Progress, Closeable {
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintWriter out;
    private final QueuedWriter<String> log;
    private final ObjectMapper json = new ObjectMapper();
    private long lastWritten = System.nanoTime();
    private String phaseName = "";
    private @Nullable PhaseProgress phase;

    private PartProgress(PrintWriter out, QueuedWriter<String> log) {
        this.out = out;
        this.log = log;
    }

    /** Appends to the log in a folder, which is made if it is not there. */
    static PartProgress open(Path folder, PrintWriter out) throws IOException {
        Files.createDirectories(folder);
        return new PartProgress(out, RotatingFile.queued(folder.resolve("log.jsonl"), "the log of the parts"));
    }

    @Override
    public void learned(long step, long steps, PartLoss loss) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("reconstruction", loss.reconstruction());
        line.put("overlap", loss.overlap());
        line.put("absence", loss.absence());
        write(line);
        show("parts", steps, "steps")
                .reached(
                        step,
                        String.format(
                                Locale.ROOT,
                                "reconstruction %.4f  overlap %.3f  absence %.3f",
                                loss.reconstruction(),
                                loss.overlap(),
                                loss.absence()));
    }

    @Override
    public void labelled(int images, int all) {
        // Labelling takes a step's time for many images; one line for some seconds of it is enough.
        if (images == all || System.nanoTime() - lastWritten >= INTERVAL_NANOS) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("labelled", images);
            write(line);
        }
        show("labels of parts", all, "images").reached(images, "");
    }

    private void write(Map<String, Object> line) {
        long now = System.nanoTime();
        line.put("seconds", (now - lastWritten) / 1e9);
        lastWritten = now;
        try {
            log.write(json.writeValueAsString(line));
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a line has no JSON", bug);
        }
    }

    private PhaseProgress show(String name, long all, String unit) {
        if (phase == null || !name.equals(phaseName)) {
            endPhase();
            phaseName = name;
            phase = PhaseProgress.begin(name, all, unit, this::tell);
        }
        return phase;
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    private void endPhase() {
        if (phase != null) {
            phase.close();
        }
    }

    @Override
    public void close() {
        endPhase();
        log.close();
    }
}
