package org.masque.ops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.masque.actors.run.PartStage;
import org.masque.actors.run.RunFolder;
import org.masque.config.Recipe;
import org.masque.config.RecipeLoader;
import org.masque.model.parts.PartLoss;
import org.masque.ops.control.ServedAddress;

/** What a probe, a scraper and a person are told while parts are found. */
class ServedPartsTest {
    private static final String RECIPE = """
            run { name = tiny, epochs = 2 }
            data { kind = shapes, imageHeight = 64, imageWidth = 64, size = 32 }
            model { patch = 16, width = 32, depth = 1, heads = 2, decoder { width = 16, depth = 1, heads = 2 } }
            optimizer { batchSize = 16, warmupEpochs = 1 }
            http { enabled = true, port = 0 }
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger stops = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();
    private RunFolder folder = RunFolder.of("unset", "unset");

    @SuppressWarnings("NullAway.Init")
    private ServedParts served;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // close() closes it
    void serve(@TempDir Path runs) throws IOException {
        Recipe recipe = RecipeLoader.loadText(RECIPE, "tiny", List.of("run.folder=" + runs));
        folder = RunFolder.of(runs.toString(), "tiny");
        Files.createDirectories(folder.path());
        PartStage.Progress told = new PartStage.Progress() {
            @Override
            public void learned(long step, long steps, PartLoss loss) {
                heard.add("learned " + step);
            }

            @Override
            public void labelled(int images, int all) {
                heard.add("labelled " + images);
            }
        };
        served = ServedParts.start(recipe, folder, Optional.of(recipe.http()), told, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        served.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(served.url() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String action) throws Exception {
        return client.send(
                request("/api/runs/tiny/" + action)
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode run() throws Exception {
        return new ObjectMapper().readTree(get("/api/runs").body()).at("/runs/0");
    }

    @Test
    void itIsAliveAndReadyAndItsStateIsAMetric() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).contains("\"state\":\"finding_parts\"");
        assertThat(get("/metrics").body())
                .contains("masque_run_state{state=\"finding_parts\"} 1.0")
                .contains("masque_last_progress_timestamp_seconds");
    }

    @Test
    void aPersonSeesHowFarItIsAndTheLogHearsOfItToo() throws Exception {
        served.began(stops::incrementAndGet);
        served.learned(3, 90, new PartLoss(1, 0, 0));
        assertThat(run().get("status").asText()).isEqualTo("running");
        assertThat(run().get("message").asText()).isEqualTo("learning parts, step 3 of 90");

        served.labelled(64, 128);
        assertThat(run().get("message").asText()).isEqualTo("labelled 64 of 128 images with parts");
        assertThat(heard).containsExactly("learned 3", "labelled 64");
    }

    @Test
    void itCanBeStoppedAndNothingElse() throws Exception {
        served.began(stops::incrementAndGet);

        post("pause");
        assertThat(stops).hasValue(0);
        assertThat(post("stop").statusCode()).isEqualTo(202);

        await().until(() -> stops.get() == 1);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).contains("\"reason\":\"stopping\"");
    }

    @Test
    void afterItsEndNobodyIsSentThere() throws IOException {
        assertThat(ServedAddress.in(folder.path())).isPresent();
        served.close();
        assertThat(ServedAddress.in(folder.path())).isEmpty();
    }
}
