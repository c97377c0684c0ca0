package org.masque.ops.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;

/**
 * A run's folder that a test writes line by line.
 *
 * @param folder of the run, exists
 */
record WrittenRun(Path folder) {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    static WrittenRun in(Path folder) throws IOException {
        return new WrittenRun(Files.createDirectories(folder));
    }

    Path log() {
        return folder.resolve("log.jsonl");
    }

    WrittenRun line(String json) throws IOException {
        return text(json + "\n");
    }

    WrittenRun text(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return this;
    }

    WrittenRun started(long step, long totalSteps, int stepsPerEpoch) throws IOException {
        return line(String.format(
                Locale.ROOT,
                "{\"time\":\"%s\",\"event\":\"started\",\"step\":%d,\"totalSteps\":%d,\"stepsPerEpoch\":%d}",
                BEGIN,
                step,
                totalSteps,
                stepsPerEpoch));
    }

    WrittenRun step(long step, double loss) throws IOException {
        return line(stepLine(step, loss));
    }

    static String stepLine(long step, double loss) {
        return String.format(
                Locale.ROOT,
                "{\"time\":\"%s\",\"event\":\"step\",\"step\":%d,\"epoch\":0,\"loss\":%s,\"learningRate\":0.001,"
                        + "\"gradientNorm\":1.5,\"samples\":64,\"mapAgeEpochs\":-1,\"readyBatches\":3,\"seconds\":0.5,"
                        + "\"waitedForData\":0.05,\"waitedForMasks\":0.0,\"forward\":0.2,\"backward\":0.2,"
                        + "\"reduce\":0.01,\"update\":0.01}",
                BEGIN.plusSeconds(step),
                step,
                loss);
    }

    /** Moves the log aside as a run does with one that is full. */
    WrittenRun rotate(int older) throws IOException {
        for (int number = older; number > 0; number--) {
            Path younger = number == 1 ? log() : folder.resolve("log." + (number - 1) + ".jsonl");
            if (Files.exists(younger)) {
                Path aside = folder.resolve("log." + number + ".jsonl");
                Files.deleteIfExists(aside);
                Files.move(younger, aside);
            }
        }
        return this;
    }
}
