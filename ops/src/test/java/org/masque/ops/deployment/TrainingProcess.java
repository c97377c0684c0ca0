package org.masque.ops.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code masque train} in a process of its own: a tiny network that has everything to report within seconds, and goes
 * on until it is stopped.
 *
 * @param process the JVM
 * @param port of its metrics
 */
record TrainingProcess(Process process, int port) {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final Pattern ADDRESS = Pattern.compile("Page: http://127\\.0\\.0\\.1:(\\d+)/");
    private static final String RECIPE = """
            run { name = observed, seed = 1, epochs = 1000000, folder = "FOLDER" }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 1, readyBatches = 2 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 20 }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 20, linearEpochs = 1, untrained = false }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 100, everyEpochs = 0, keepLast = 2 }
            parallel { workers = 1 }
            http { port = 0 }
            """;

    /** Starts it and waits until it serves its metrics. */
    static TrainingProcess start(Path folder) throws IOException {
        Path recipe = Files.writeString(folder.resolve("recipe.conf"), RECIPE.replace("FOLDER", folder.toString()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                        "-Xmx512m",
                        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.masque.ops.Masque",
                        "train",
                        recipe.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(START)
                .untilAsserted(() -> assertThat(Files.readString(output)).containsPattern(ADDRESS));
        Matcher address = ADDRESS.matcher(Files.readString(output));
        assertThat(address.find()).isTrue();
        return new TrainingProcess(process, Integer.parseInt(address.group(1)));
    }

    /** Stops it as systemd and Kubernetes do, and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
