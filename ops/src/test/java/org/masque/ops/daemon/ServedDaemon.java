package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.control.Submission;

/** {@code masque serve} in a process of its own, on a port that is free, over a home that outlives it. */
final class ServedDaemon implements AutoCloseable {
    /** Long for a busy machine: a JVM that loads native code. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final String RECIPE = """
            run { name = NAME, seed = 1, epochs = EPOCHS }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 1, readyBatches = 2 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 20, refresh = barrier }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            evaluation { atEnd = false, everyEpochs = 0, untrained = false }
            pictures { everyEpochs = 0, images = 1 }
            checkpoint { everySteps = 20, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            """;

    final DaemonHome home;
    private final Path folder;
    private final List<String> options;
    private Process process;

    private ServedDaemon(Path folder, List<String> options) throws IOException {
        this.folder = folder;
        this.options = options;
        this.home = new DaemonHome(folder.resolve("home"));
        this.process = launch();
    }

    /** Starts one and waits until it answers. */
    static ServedDaemon start(Path folder) throws IOException {
        ServedDaemon daemon = launched(folder, List.of());
        daemon.awaitAnswer();
        return daemon;
    }

    /** Starts one with more options. */
    static ServedDaemon launched(Path folder, List<String> options) throws IOException {
        return new ServedDaemon(folder, options);
    }

    /** Starts another one over the same home, when the one before has ended. */
    void startAgain() throws IOException {
        process = launch();
        awaitAnswer();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "-Xmx512m",
                // Such short lives do not repay the second compiler. The runs inherit all of these.
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile="
                        + Path.of("../conf/logback.xml").toAbsolutePath().normalize(),
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                "org.masque.ops.Masque",
                "serve",
                "--home",
                home.path().toString(),
                "--port",
                "0"));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("daemon.txt").toFile()))
                .start();
    }

    void awaitAnswer() {
        await("the daemon answers").atMost(PATIENCE).ignoreExceptions().until(() -> {
            assertThat(process.isAlive()).isTrue();
            ServedAddress address = ServedAddress.in(home.path()).orElseThrow();
            return address.pid() == process.pid() && client().get("/api/runs").has("runs");
        });
    }

    DaemonClient client() throws IOException {
        return DaemonClient.find(home, null, null);
    }

    String url() throws IOException {
        return ServedAddress.in(home.path()).orElseThrow().url();
    }

    /** The status of a path, asked without a token. */
    int status(String path) throws IOException, InterruptedException {
        return asked(path, BodyHandlers.discarding()).statusCode();
    }

    /** The metrics, a line each. */
    List<String> metrics() throws IOException, InterruptedException {
        return asked("/metrics", BodyHandlers.ofString()).body().lines().toList();
    }

    private <T> HttpResponse<T> asked(String path, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).build();
        return HttpClient.newHttpClient().send(request, body);
    }

    // --- runs

    Path recipe(String name, int epochs) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".conf"),
                RECIPE.replace("NAME", name).replace("EPOCHS", Integer.toString(epochs)));
    }

    String submit(String name, int epochs) throws IOException {
        return client().submit(new Submission("", recipe(name, epochs).toString(), List.of()));
    }

    String perform(String name, RunAction action) throws IOException {
        return client().operate("/api/runs/" + name + "/" + action.label());
    }

    JsonNode run(String name) throws IOException {
        return client().get("/api/runs/" + name);
    }

    void awaitStatus(String name, String status) {
        await(name + " is " + status)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(statusOf(name)).isEqualTo(status));
    }

    String statusOf(String name) throws IOException {
        return run(name).get("status").asText();
    }

    /** Waits until a checkpoint of a step or a later one is on disk. */
    void awaitCheckpoint(String name, long step) {
        await(name + " has a checkpoint").atMost(PATIENCE).until(() -> NewestCheckpoint.step(home.run(name)) >= step);
    }

    /** The process of a run. */
    ProcessHandle child(String name) throws IOException {
        return ProcessHandle.of(Child.find(home, name).orElseThrow().pid()).orElseThrow();
    }

    boolean hasChild(String name) throws IOException {
        return Child.find(home, name).isPresent();
    }

    byte[] weights(String name, long step) throws IOException {
        return Files.readAllBytes(
                home.run(name).resolve(String.format(Locale.ROOT, "checkpoints/step-%06d/weights.safetensors", step)));
    }

    // --- its process

    /** What it has printed. */
    String printed() throws IOException {
        return Files.readString(folder.resolve("daemon.txt"));
    }

    /** Sends it a signal, for instance {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    // --- its end

    /** Ends it as nobody should. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Ends it as systemd does; returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        for (RunRecord record : new RunRecords(home.states()).load()) {
            Optional<Child> child = Child.find(home, record.name());
            child.ifPresent(Child::kill);
        }
    }
}
