package org.masque.ops.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.Runs;
import org.masque.ops.control.ServedAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Prometheus finds the metrics of the runs: a list of targets for its HTTP service discovery, and the metrics of
 * each run's process, passed on.
 */
final class RunMetricsRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunMetricsRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final int BAD_GATEWAY = 502;

    private final Runs runs;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    RunMetricsRoutes(Runs runs) {
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/prometheus/targets", this::targets),
                Route.get("/api/runs/{name}/metrics", this::metrics));
    }

    // Those of other nodes are in the lists of their own daemons.
    private CompletionStage<HttpResponse> targets(ApiRequest request) throws IOException {
        String here = request.header("host").orElse("");
        ArrayNode list = JSON.createArrayNode();
        for (KnownRun run : runs.all()) {
            if (!run.isElsewhere() && address(run).isPresent()) {
                ObjectNode target = list.addObject();
                target.putArray("targets").add(here);
                labels(target.putObject("labels"), run.name());
            }
        }
        return Replies.ok(list);
    }

    private void labels(ObjectNode labels, String name) {
        String node = runs.node();
        labels.put("__metrics_path__", "/api/runs/" + name + "/metrics");
        // All targets have the daemon's address: without this they would be one instance.
        labels.put("instance", node.isEmpty() ? name : name + "@" + node);
        labels.put("run", name);
        labels.put("node", node);
    }

    private static Optional<ServedAddress> address(KnownRun run) throws IOException {
        return ServedAddress.in(run.folder()).filter(ServedAddress::isAlive);
    }

    private CompletionStage<HttpResponse> metrics(ApiRequest request) throws IOException {
        KnownRun run = RunRoutes.known(runs, request.parameter("name"));
        if (run.isElsewhere()) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_HERE,
                    "the metrics of " + run.name() + " are on node " + run.node() + ": ask the daemon there");
        }
        ServedAddress process = address(run)
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.NOT_NOW, run.name() + " has no process that serves metrics now"));
        return http.sendAsync(passedOn(request, process), BodyHandlers.ofByteArray())
                .thenApply(RunMetricsRoutes::passedBack)
                .exceptionally(failure -> {
                    LOG.debug("the process of {} does not answer", run.name(), failure);
                    return Replies.error(BAD_GATEWAY, "the process of " + run.name() + " does not answer");
                });
    }

    // Format and packing are between Prometheus and the process.
    private static HttpRequest passedOn(ApiRequest request, ServedAddress process) {
        HttpRequest.Builder get =
                HttpRequest.newBuilder(URI.create(process.url() + "/metrics")).timeout(ANSWER);
        for (String name : List.of("Accept", "Accept-Encoding")) {
            request.header(name).ifPresent(value -> get.header(name, value));
        }
        return get.GET().build();
    }

    private static HttpResponse passedBack(java.net.http.HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("text/plain");
        HttpResponse response = Replies.bytes(answer.statusCode(), ContentTypes.parse(type), answer.body());
        return answer.headers()
                .firstValue("Content-Encoding")
                .map(packing -> response.addHeader(RawHeader.create("Content-Encoding", packing)))
                .orElse(response);
    }
}
