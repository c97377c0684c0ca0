package org.masque.model.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The NVIDIA GPUs of this machine, asked of {@code nvidia-smi}, so that no CUDA code is loaded.
 *
 * @param gpus empty if there are none, or they cannot be asked
 * @param detail why there are none, or how many there are
 */
public record GpuListing(List<Gpu> gpus, String detail) {
    private static final long PATIENCE_SECONDS = 15;
    private static final String FIELDS = "--query-gpu=index,name,compute_cap,memory.total,driver_version";

    /** Runs {@code nvidia-smi} if it is installed. */
    public static GpuListing probe() {
        return ask("nvidia-smi");
    }

    /** Runs the given program in the place of {@code nvidia-smi}; one that hangs is ended after 15 s. */
    static GpuListing ask(String program) {
        try {
            // A file, not a pipe: a program that hangs with its pipe open would hold the reader.
            Path answer = Files.createTempFile("masque-gpus", ".csv");
            try {
                return ask(program, answer);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException absent) {
            return new GpuListing(List.of(), "none found: " + absent.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new GpuListing(List.of(), "not asked: interrupted");
        }
    }

    private static GpuListing ask(String program, Path answer) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program, FIELDS, "--format=csv,noheader,nounits")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new GpuListing(List.of(), program + " did not answer within " + PATIENCE_SECONDS + " s");
        }
        String said = Files.readString(answer, StandardCharsets.UTF_8).strip();
        if (process.exitValue() != 0) {
            return new GpuListing(List.of(), program + " failed with " + process.exitValue() + ": " + said);
        }
        return parse(said);
    }

    /** Reads the answer of {@code nvidia-smi}, one line a GPU. */
    static GpuListing parse(String said) {
        try {
            List<Gpu> gpus =
                    said.lines().filter(line -> !line.isBlank()).map(Gpu::parse).toList();
            return new GpuListing(gpus, gpus.size() + " found");
        } catch (IllegalArgumentException unreadable) {
            return new GpuListing(List.of(), "cannot be listed: " + unreadable.getMessage());
        }
    }
}
