package org.masque.ops.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.masque.ops.control.LogLevel;
import org.masque.ops.control.RefusedException;
import org.masque.ops.control.RunAction;
import org.masque.ops.control.Runs;
import org.masque.ops.control.Submission;

/**
 * What changes something: each call begins an operation, whose answer comes when it is done or after a moment,
 * whichever is first.
 */
final class SteeringRoutes {
    private static final long MOMENT_MILLIS = 1000;
    private static final int LONGEST_PROFILE_SECONDS = 600;
    private static final int USUAL_PROFILE_SECONDS = 30;

    private final Runs runs;
    private final Operations operations;

    SteeringRoutes(Runs runs, Operations operations) {
        this.runs = runs;
        this.operations = operations;
    }

    List<Route> routes() {
        Stream<Route> actions = Stream.of(RunAction.values())
                .map(action -> Route.post(
                        "/api/runs/{name}/" + action.label(),
                        request -> steer(request, () -> runs.perform(request.parameter("name"), action))));
        Stream<Route> others = Stream.of(
                Route.post("/api/runs", this::submit),
                Route.post("/api/runs/{name}/log-level", this::setLogLevel),
                Route.post("/api/runs/{name}/profile", this::profile),
                Route.get("/api/operations/{id}", this::operation));
        return Stream.concat(actions, others).toList();
    }

    private CompletionStage<HttpResponse> setLogLevel(ApiRequest request) {
        String given = request.query("level")
                .orElseGet(() -> request.json().path("level").asText());
        LogLevel level = Stream.of(LogLevel.values())
                .filter(each -> each.label().equals(given.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("level is one of " + List.of(LogLevel.values()), null));
        String name = RunRoutes.known(runs, request.parameter("name")).name();
        // Of the call, wherever it was given: the same id with another level is another call.
        return begin(request, " level=" + level.label(), () -> runs.setLogLevel(name, level));
    }

    private CompletionStage<HttpResponse> profile(ApiRequest request) {
        long seconds = request.number("seconds", USUAL_PROFILE_SECONDS, 1, LONGEST_PROFILE_SECONDS);
        return steer(request, () -> runs.profile(request.parameter("name"), Duration.ofSeconds(seconds)));
    }

    private CompletionStage<HttpResponse> submit(ApiRequest request) {
        JsonNode body = request.json();
        List<String> settings = new ArrayList<>();
        body.path("settings").forEach(setting -> settings.add(setting.asText()));
        Submission submission =
                new Submission(body.path("name").asText(), body.path("recipe").asText(), settings);
        if (submission.recipe().isEmpty()) {
            throw new BadRequestException("recipe is missing: the name of a built-in recipe, or a file", null);
        }
        return begin(request, " " + submission, () -> runs.submit(submission));
    }

    private CompletionStage<HttpResponse> steer(ApiRequest request, Supplier<CompletionStage<String>> work) {
        RunRoutes.known(runs, request.parameter("name"));
        return begin(request, "", work);
    }

    private CompletionStage<HttpResponse> begin(
            ApiRequest request, String detail, Supplier<CompletionStage<String>> work) {
        String call = "POST /" + String.join("/", request.target().segments()) + query(request) + detail;
        String id = request.header("Idempotency-Key").orElseGet(Operations::newId);
        Operation running = new Operation(id, call, Operation.State.RUNNING, "");
        return operations
                .begin(id, call, request.remote(), work)
                .copy()
                .completeOnTimeout(running, MOMENT_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(SteeringRoutes::answer);
    }

    private static String query(ApiRequest request) {
        return request.target().query().isEmpty() ? "" : " " + request.target().query();
    }

    private static HttpResponse answer(Operation operation) {
        int status = switch (operation.state()) {
            case RUNNING, DONE -> 202;
            case REFUSED -> 409;
            case FAILED -> 500;
        };
        return Replies.json(status, body(operation))
                .addHeader(RawHeader.create("Location", "/api/operations/" + operation.id()));
    }

    private CompletionStage<HttpResponse> operation(ApiRequest request) {
        String id = request.parameter("id");
        return Replies.ok(body(operations
                .find(id)
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.UNKNOWN, "there is no operation " + id + ", or it is forgotten"))));
    }

    private static Map<String, Object> body(Operation operation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", operation.id());
        body.put("call", operation.call());
        body.put("state", operation.state().label());
        body.put("message", operation.message());
        if (operation.state() == Operation.State.REFUSED || operation.state() == Operation.State.FAILED) {
            body.put("error", operation.message());
        }
        return body;
    }
}
