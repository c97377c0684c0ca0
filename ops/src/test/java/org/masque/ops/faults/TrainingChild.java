package org.masque.ops.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code masque train} in a process of its own, to be stopped or killed: a tiny network, masks at barriers, so that its
 * weights are the same to the bit whatever happens to it.
 */
final class TrainingChild implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern PORT = Pattern.compile("Page: http://[^ ]+:(\\d+)/");
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Path LOG_SETTINGS =
            Path.of("../conf/logback.xml").toAbsolutePath().normalize();

    private static final String RECIPE = """
            run { name = child, seed = 3, epochs = 100, folder = "FOLDER" }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 1, readyBatches = 2 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 10, refresh = barrier }
            optimizer { batchSize = 16, learningRate = 1e-3, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0 }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 3, everyEpochs = 0, everyMinutes = 0, keepLast = 3 }
            parallel { workers = 1 }
            http { enabled = false }
            """;

    private final Process process;
    private final Path folder;
    private final Path output;

    private TrainingChild(Process process, Path folder, Path output) {
        this.process = process;
        this.folder = folder;
        this.output = output;
    }

    /** How a child is started; each of its runs writes in the same folder. */
    record Start(Path folder, List<String> wrapper, List<String> options, List<String> overrides) {
        static Start in(Path folder) {
            return new Start(folder, List.of(), List.of(), List.of());
        }

        /** Behind another program, which gets the JVM as its last arguments. */
        Start behind(String... program) {
            return new Start(folder, List.of(program), options, overrides);
        }

        Start with(String... jvmOptions) {
            return new Start(folder, wrapper, List.of(jvmOptions), overrides);
        }

        Start set(String... keys) {
            return new Start(folder, wrapper, options, List.of(keys));
        }

        List<String> command() throws IOException {
            Path recipe = folder.resolve("recipe.conf");
            if (!Files.exists(recipe)) {
                Files.writeString(recipe, RECIPE.replace("FOLDER", folder.toString()));
            }
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                    "-Xmx512m",
                    "-XX:-UsePerfData",
                    // Such a short life does not repay the second compiler.
                    "-XX:TieredStopAtLevel=1",
                    // As bin/masque does: what the log says is part of what the tests expect.
                    "-Dlogback.configurationFile=" + LOG_SETTINGS,
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
            command.addAll(options);
            command.addAll(List.of(
                    "-cp", System.getProperty("java.class.path"), "org.masque.ops.Masque", "train", recipe.toString()));
            for (String override : overrides) {
                command.add("--set");
                command.add(override);
            }
            return command;
        }

        TrainingChild start() throws IOException {
            Path output = Files.createTempFile(folder, "output-", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            return new TrainingChild(builder.start(), folder, output);
        }

        /** Runs it to its end, whatever that is, and returns the exit code. */
        int run() throws IOException {
            try (TrainingChild child = start()) {
                return child.exit();
            }
        }
    }

    /** The folder of the run. */
    static Path run(Path folder) {
        return folder.resolve("child");
    }

    /** What the process has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** All events of a kind in the log, of this start and those before. */
    static List<JsonNode> events(Path folder, String kind) {
        Path log = run(folder).resolve("log.jsonl");
        List<JsonNode> events = new ArrayList<>();
        try {
            for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
                if (line.contains("\"event\":\"" + kind + "\"") && line.endsWith("}")) {
                    events.add(new ObjectMapper().readTree(line));
                }
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return events;
    }

    /** Waits until so many events of a kind are in the log. */
    void awaitEvents(String kind, int count) {
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
            assertThat(process.isAlive() || events(folder, kind).size() >= count)
                    .as(this::output)
                    .isTrue();
            return events(folder, kind).size() >= count;
        });
    }

    /** Waits until something is printed. */
    void awaitOutput(String text) {
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> {
            assertThat(process.isAlive() || output().contains(text))
                    .as(this::output)
                    .isTrue();
            return output().contains(text);
        });
    }

    /** The port of its server, once it is open. */
    int port() {
        awaitOutput("Folder: ");
        Matcher found = PORT.matcher(output());
        assertThat(found.find()).as(output()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** Has its garbage collected, so that what is left of the heap is in use. */
    void collectGarbage() throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin/jcmd");
        int end = new ProcessBuilder(tool.toString(), Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(end).as("jcmd GC.run").isZero();
    }

    /** Lets it run for a while, or until it ends by itself. */
    void runFor(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Whether Ctrl-C reaches children of this process: whoever is started in the background by a script ignores it, and
     * passes that on.
     */
    static boolean hearsInterrupts() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) & (1L << 1)) == 0;
    }

    /** Sends a signal by name: TERM, INT, KILL, STOP, CONT. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    int exit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the process ends; it printed %s", output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
