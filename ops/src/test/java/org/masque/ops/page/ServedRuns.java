package org.masque.ops.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.api.AccessToken;
import org.masque.ops.control.ServedAddress;
import org.masque.ops.control.Submission;
import org.masque.ops.daemon.DaemonClient;
import org.masque.ops.daemon.DaemonHome;
import org.masque.ops.daemon.DaemonSettings;
import org.masque.ops.daemon.ServeSession;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;

/**
 * {@code masque serve} in this process, over one run that has ended, {@value #ENDED}, and one that outlasts every test,
 * {@value #LIVE}, in a process of its own.
 */
final class ServedRuns implements Closeable {
    static final String ENDED = "ended";
    static final String LIVE = "live";
    /** Steps of the run that ended, four an epoch. */
    static final int STEPS = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RECIPE = """
            run { name = NAME, seed = 1, epochs = EPOCHS }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 1, readyBatches = 4 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = attention, startEpoch = 1, refreshInterval = 1, refresh = barrier }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            evaluation { atEnd = END, everyEpochs = END_EPOCHS, untrained = END, linearEpochs = 1 }
            pictures { everyEpochs = PICTURES, images = 2 }
            checkpoint { everySteps = CHECKPOINTS, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            """;

    private final DaemonHome home;
    private final Thread serving;

    private ServedRuns(DaemonHome home, Thread serving) {
        this.home = home;
        this.serving = serving;
    }

    /** Trains the one run to its end, begins to serve, and has the other one begin. */
    static ServedRuns start(Path folder) throws IOException {
        DaemonHome home = new DaemonHome(folder.resolve("home"));
        train(home.path().resolve("runs"));
        ServedRuns served = new ServedRuns(home, serve(home));
        await("the daemon answers")
                .atMost(PATIENCE)
                .until(() -> ServedAddress.in(home.path()).isPresent());
        Path recipe = Files.writeString(folder.resolve("live.conf"), live());
        served.client().submit(new Submission("", recipe.toString(), List.of()));
        return served;
    }

    private static void train(Path runs) throws IOException {
        String recipe = RECIPE.replace("NAME", ENDED)
                .replace("END_EPOCHS", "2")
                .replace("EPOCHS", "4")
                .replace("END", "true")
                .replace("PICTURES", "1")
                .replace("CHECKPOINTS", "8");
        StringWriter said = new StringWriter();
        ExitCode end = new RunSession(
                        RecipeLoader.loadText(recipe, ENDED, List.of("run.folder=" + runs, "http.enabled=false")),
                        ResumePolicy.STRICT,
                        new PrintWriter(said, true))
                .run();
        assertThat(end).as(said.toString()).isEqualTo(ExitCode.OK);
    }

    private static String live() {
        return RECIPE.replace("NAME", LIVE)
                .replace("END_EPOCHS", "0")
                .replace("EPOCHS", "1000000")
                .replace("END", "false")
                .replace("PICTURES", "0")
                .replace("CHECKPOINTS", "500");
    }

    private static Thread serve(DaemonHome home) {
        List<String> jvm = List.of(
                "--add-modules=jdk.incubator.vector", "-Xmx512m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
        ServeSession session = new ServeSession(
                DaemonSettings.of(home, 1, jvm),
                new InetSocketAddress(InetAddress.getLoopbackAddress().getHostAddress(), 0),
                new PrintWriter(new StringWriter()));
        Thread serving = new Thread(() -> serve(session), "serve");
        serving.start();
        return serving;
    }

    private static void serve(ServeSession session) {
        try {
            session.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String url() throws IOException {
        return ServedAddress.in(home.path()).orElseThrow().url();
    }

    String token() throws IOException {
        return AccessToken.read(home.token());
    }

    private DaemonClient client() throws IOException {
        return DaemonClient.find(home, null, null);
    }

    /** Sees to it that the live run takes steps, whatever a test before did to it. */
    void awaitLive() {
        await("steps are taken").atMost(PATIENCE).ignoreExceptions().until(() -> {
            String status = status();
            if (List.of("paused", "stopped").contains(status)) {
                client().operate("/api/runs/" + LIVE + "/resume");
            }
            return status.equals("running") && summary("step") > 0;
        });
    }

    String status() throws IOException {
        return client().get("/api/runs/" + LIVE).path("status").asText();
    }

    private long summary(String figure) throws IOException {
        return client().get("/api/runs/" + LIVE).at("/summary/" + figure).asLong();
    }

    /** What was asked of the server that changes something, a line each. */
    List<String> asked() throws IOException {
        return Files.readAllLines(home.path().resolve("audit.jsonl"));
    }

    /** Ends the live run and the server as a signal would. */
    @Override
    public void close() {
        serving.interrupt();
        await("the server ends").atMost(PATIENCE).until(() -> !serving.isAlive());
    }
}
