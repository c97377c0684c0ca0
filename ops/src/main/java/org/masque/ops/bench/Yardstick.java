package org.masque.ops.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The program that we compare with: a script that times the same work in PyTorch and prints one JSON line.
 *
 * @param python the interpreter, which has torch
 * @param script takes {@code --size --method --attention --batch --steps --threads}
 */
public record Yardstick(Path python, Path script) {
    /**
     * Runs the script once.
     *
     * @param steps timed repetitions; it warms up by itself
     * @return its median, in milliseconds
     * @throws IOException if it cannot be started, fails, or prints no result
     */
    double medianMillis(Comparison.Kind kind, BenchmarkSize size, int batch, int steps, int threads)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
        command.addAll(List.of("--size", size.name().toLowerCase(Locale.ROOT)));
        command.addAll(kind.yardstickArguments());
        command.addAll(List.of("--batch", Integer.toString(batch)));
        command.addAll(List.of("--steps", Integer.toString(steps), "--threads", Integer.toString(threads)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = waitFor(process);
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + status);
        }
        return median(output);
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the yardstick ran", interrupted);
        }
    }

    /** The median in the last line of the script's output. */
    static double median(String output) throws IOException {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        try {
            JsonNode median = lines.isEmpty()
                    ? null
                    : new ObjectMapper().readTree(lines.get(lines.size() - 1)).get("median_ms");
            if (median == null || !median.isNumber()) {
                throw new IOException("the yardstick printed no median_ms: " + output.strip());
            }
            return median.asDouble();
        } catch (JsonProcessingException noJson) {
            throw new IOException("the yardstick's last line is no JSON: " + output.strip(), noJson);
        }
    }
}
