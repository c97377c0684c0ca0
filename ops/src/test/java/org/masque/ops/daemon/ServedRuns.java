package org.masque.ops.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.masque.config.RecipeLoader;
import org.masque.ops.ExitCode;
import org.masque.ops.api.ApiServer;
import org.masque.ops.api.AuditLog;
import org.masque.ops.control.Submission;
import org.masque.ops.run.ResumePolicy;
import org.masque.ops.run.RunSession;

/**
 * What {@code masque serve} serves, in this process, over one run that has ended, {@value #ENDED}, and one that
 * outlasts every test, {@value #LIVE}, in a process of its own.
 */
public final class ServedRuns implements Closeable {
    /** The run that ended. */
    public static final String ENDED = "ended";
    /** The run that goes on. */
    public static final String LIVE = "live";
    /** Steps of the run that ended, four an epoch. */
    public static final int STEPS = 16;

    private static final String LIVE_RUN = "/api/runs/" + LIVE;
    private static final List<String> JVM = List.of(
            "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
            "-Xmx512m",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String RECIPE = """
            run { name = NAME, seed = 1, epochs = EPOCHS }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 64, testSize = 32, loaders = 1, readyBatches = 4 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            masking { strategy = MASKING, startEpoch = 1, refreshInterval = 1, refresh = barrier }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            evaluation { atEnd = END, everyEpochs = END_EPOCHS, untrained = END, linearEpochs = 1 }
            pictures { everyEpochs = PICTURES, images = 2 }
            checkpoint { everySteps = CHECKPOINTS, everyEpochs = 0, everyMinutes = 0, keepLast = 2 }
            parallel { workers = 1 }
            """;

    private final DaemonHome home;
    private final String token;
    private final Daemon daemon;
    private final ApiServer server;

    private ServedRuns(DaemonHome home) throws IOException {
        this.home = home;
        home.create();
        token = home.tokenMade();
        daemon = new Daemon(DaemonSettings.of(home, 1, JVM), token, Clock.systemUTC());
        daemon.load();
        server = ApiServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ApiServer.Content(
                        daemon.metrics().registry(),
                        daemon.health(),
                        daemon,
                        new AuditLog(home.audit(), Clock.systemUTC()),
                        Optional.of(token)));
        daemon.start();
    }

    /** Trains the one run to its end, begins to serve, and has the other one begin. */
    public static ServedRuns start(Path folder) throws IOException {
        DaemonHome home = new DaemonHome(folder.resolve("home"));
        train(home.runs());
        ServedRuns served = new ServedRuns(home);
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
                .replace("CHECKPOINTS", "8")
                .replace("MASKING", "attention");
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
                .replace("CHECKPOINTS", "500")
                .replace("MASKING", "random, ratio = 0.75");
    }

    /** Where the page is. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What the server wants to hear before it tells anything. */
    public String token() {
        return token;
    }

    private DaemonClient client() throws IOException {
        return DaemonClient.find(home, url(), null);
    }

    /** Sees to it that the live run takes steps, whatever a test before did to it. */
    public void awaitLive() {
        await("steps are taken").atMost(PATIENCE).ignoreExceptions().until(() -> {
            if (List.of("paused", "stopped").contains(status())) {
                client().operate(LIVE_RUN + "/resume");
            }
            return status().equals("running") && run().at("/summary/step").asLong() > 0;
        });
    }

    /** Has the live run wait, so that the processors are free for what comes next. */
    public void hold() throws IOException {
        if (status().equals("running")) {
            client().operate(LIVE_RUN + "/pause");
        }
    }

    /** How the live run stands. */
    public String status() throws IOException {
        return run().path("status").asText();
    }

    private JsonNode run() throws IOException {
        return client().get(LIVE_RUN);
    }

    /** What was asked of the server that changes something, a line each. */
    public List<String> asked() throws IOException {
        return Files.readAllLines(home.audit());
    }

    /** Ends the live run, then the server. */
    @Override
    public void close() {
        daemon.stop();
        server.close();
    }
}
