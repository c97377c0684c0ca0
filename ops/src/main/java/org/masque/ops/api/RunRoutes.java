package org.masque.ops.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.masque.ops.archive.LossKind;
import org.masque.ops.archive.RunArchive;
import org.masque.ops.archive.RunArchives;
import org.masque.ops.archive.RunDetails;
import org.masque.ops.archive.RunSummary;
import org.masque.ops.control.KnownRun;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be read of runs: where they stand, and what their folders hold. */
final class RunRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunRoutes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USUAL_POINTS = 500;
    private static final int MOST_POINTS = 4096;

    private final Runs runs;
    private final RunArchives archives;

    RunRoutes(Runs runs, RunArchives archives) {
        this.runs = runs;
        this.archives = archives;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/runs", this::all),
                Route.get("/api/runs/{name}", this::one),
                Route.get("/api/runs/{name}/history", this::history),
                Route.get("/api/runs/{name}/pictures", this::pictures),
                Route.get("/api/runs/{name}/pictures/{file}", this::picture),
                Route.get("/api/runs/{name}/log", this::log));
    }

    private CompletionStage<HttpResponse> all(ApiRequest request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("runs");
        for (KnownRun run : runs.all()) {
            list.add(listed(run));
        }
        answer.put("otherLosses", LossKind.WARNING);
        return Replies.ok(answer);
    }

    // One folder that cannot be read hides no other run.
    private ObjectNode listed(KnownRun run) {
        if (run.isElsewhere()) {
            return standing(run, RunSummary.unknown(run.name()));
        }
        try {
            return standing(run, archives.summary(run.folder()));
        } catch (IOException | UncheckedIOException unreadable) {
            LOG.debug("{} cannot be read", run.folder(), unreadable);
            return standing(run, RunSummary.unknown(run.name()))
                    .put("message", "its folder cannot be read: " + unreadable.getMessage());
        }
    }

    private CompletionStage<HttpResponse> one(ApiRequest request) throws IOException {
        KnownRun run = run(request);
        RunDetails details = archives.of(run.folder()).details();
        ObjectNode answer = standing(run, details.summary());
        answer.setAll((ObjectNode) JSON.valueToTree(details));
        return Replies.ok(answer);
    }

    // What the folder says, and how the run stands now.
    private static ObjectNode standing(KnownRun run, RunSummary summary) {
        ObjectNode answer = JSON.valueToTree(summary);
        answer.set("summary", JSON.valueToTree(summary));
        answer.put("name", run.name());
        answer.put("status", run.status().label());
        if (!run.message().isEmpty()) {
            answer.put("message", run.message());
        }
        if (run.isElsewhere()) {
            answer.put("node", run.node());
        }
        return answer;
    }

    private CompletionStage<HttpResponse> history(ApiRequest request) throws IOException {
        int points = (int) request.number("points", USUAL_POINTS, 1, MOST_POINTS);
        return Replies.ok(JSON.valueToTree(archive(request).history(points)));
    }

    private CompletionStage<HttpResponse> pictures(ApiRequest request) throws IOException {
        return Replies.ok(JSON.valueToTree(archive(request).pictures()));
    }

    private CompletionStage<HttpResponse> picture(ApiRequest request) throws IOException {
        String name = request.parameter("file");
        Path file = archive(request).picture(name).orElseThrow(() -> new NoSuchFileException(name));
        return CompletableFuture.completedStage(
                Replies.bytes(200, MediaTypes.IMAGE_PNG.toContentType(), Files.readAllBytes(file)));
    }

    private CompletionStage<HttpResponse> log(ApiRequest request) throws IOException {
        return Replies.ok(JSON.valueToTree(archive(request).log(request.number("after", -1, -1, Long.MAX_VALUE))));
    }

    private RunArchive archive(ApiRequest request) {
        KnownRun run = run(request);
        if (run.isElsewhere()) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_HERE,
                    "what " + run.name() + " leaves behind is on node " + run.node() + ": ask the daemon there");
        }
        return archives.of(run.folder());
    }

    private KnownRun run(ApiRequest request) {
        return known(runs, request.parameter("name"));
    }

    static KnownRun known(Runs runs, String name) {
        return runs.find(name)
                .orElseThrow(() -> new RefusedException(RefusedException.Reason.UNKNOWN, runs.absence(name)));
    }
}
