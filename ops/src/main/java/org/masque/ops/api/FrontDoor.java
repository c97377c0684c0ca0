package org.masque.ops.api;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.masque.ops.control.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every request before a route sees it: its host, its origin, its path, its method, its token, its body; and
 * turns what a route throws into an answer.
 */
final class FrontDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final int FIRST_ERROR = 400;
    // Pekko's stages run what is given without an executor in the common pool, or in a new thread each time on a
    // machine with two cores, which costs more than all else here.
    static final Executor ON_THE_SPOT = Runnable::run;
    private static final String CHALLENGE = "Bearer realm=\"masque\"";

    private final ClassicActorSystemProvider system;
    private final Access access;
    private final List<Route> routes;
    private final Limits limits;
    private final Executor files;
    private final RefusedCalls refusedCalls;

    /**
     * A door.
     *
     * @param files runs the handlers, which may read files
     * @param audit hears of calls that would change something and are refused before an operation begins
     */
    FrontDoor(
            ClassicActorSystemProvider system,
            Access access,
            List<Route> routes,
            Limits limits,
            Executor files,
            AuditLog audit) {
        this.system = system;
        this.access = access;
        this.routes = List.copyOf(routes);
        this.limits = limits;
        this.files = files;
        this.refusedCalls = new RefusedCalls(audit, System::nanoTime);
    }

    /** Answers a request. */
    CompletionStage<HttpResponse> answer(HttpRequest request, String remote) {
        CompletionStage<HttpResponse> answer;
        try {
            answer = admit(request, remote);
        } catch (RuntimeException failure) {
            answer = CompletableFuture.failedStage(failure);
        }
        return answer.exceptionally(this::failed)
                .thenCompose(response -> audited(request, remote, response))
                .thenApply(Replies::hardened);
    }

    // What became an operation says itself how it ended.
    private CompletionStage<HttpResponse> audited(HttpRequest request, String remote, HttpResponse response) {
        boolean refused = response.status().intValue() >= FIRST_ERROR
                && response.getHeader("Location").isEmpty();
        Optional<String> call = refused ? changing(request) : Optional.empty();
        if (call.isEmpty() || !refusedCalls.takeRoom()) {
            return CompletableFuture.completedStage(response);
        }
        Runnable line =
                () -> refusedCalls.write(remote, call.get(), response.status().intValue());
        try {
            return CompletableFuture.runAsync(line, files).handle((done, failure) -> response);
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.completedStage(response);
        }
    }

    // Method and path, if that is a call that changes something; a query may hold anything.
    private Optional<String> changing(HttpRequest request) {
        String method = request.method().value();
        return RequestTarget.parse(rawTarget(request))
                .filter(target -> fitting(target).stream()
                        .map(Match::route)
                        .anyMatch(route -> route.kind() == Route.Kind.CHANGING
                                && route.method().equals(method)))
                .map(target -> method + " /" + String.join("/", target.segments()));
    }

    private CompletionStage<HttpResponse> admit(HttpRequest request, String remote) {
        String host = header(request, "Host").orElse("");
        if (!access.hostAllowed(host)) {
            return refused(request, 403, "this server is not called " + printable(host));
        }
        if (!access.originAllowed(header(request, "Origin"), host)) {
            return refused(request, 403, "a page of another site may not ask here");
        }
        RequestTarget target = RequestTarget.parse(rawTarget(request)).orElse(null);
        List<Match> fitting = target == null ? List.of() : fitting(target);
        if (target == null || fitting.isEmpty()) {
            return refused(request, 404, "there is nothing here");
        }
        String method = request.method().value();
        Optional<Match> match = fitting.stream()
                .filter(each -> each.route().method().equals(method))
                .findFirst();
        if (match.isEmpty()) {
            return refused(request, 405, method + " is not for this path")
                    .thenApply(response -> response.addHeader(RawHeader.create("Allow", allowed(fitting))));
        }
        return guarded(match.get().route(), request)
                .orElseGet(() -> body(request)
                        .thenCompose(body -> handle(
                                match.get().route(),
                                new ApiRequest(request, target, match.get().parameters(), body, remote))));
    }

    /** A route that fits, with the open parts of the path. */
    private record Match(Route route, Map<String, String> parameters) {}

    // The path as it was sent; behind it, Pekko has resolved dots and decoded parts.
    private static String rawTarget(HttpRequest request) {
        return request.getHeader(RawRequestURI.class).map(RawRequestURI::uri).orElse("");
    }

    private List<Match> fitting(RequestTarget target) {
        return routes.stream()
                .flatMap(route -> route.match(target.segments()).stream().map(open -> new Match(route, open)))
                .toList();
    }

    private static String allowed(List<Match> fitting) {
        return fitting.stream()
                .map(match -> match.route().method())
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Optional<CompletionStage<HttpResponse>> guarded(Route route, HttpRequest request) {
        if (route.kind() == Route.Kind.OPEN) {
            return Optional.empty();
        }
        if (!access.tokenRight(header(request, "Authorization"))) {
            return Optional.of(refused(request, 401, "send the token: Authorization: Bearer TOKEN")
                    .thenApply(response -> response.addHeader(RawHeader.create("WWW-Authenticate", CHALLENGE))));
        }
        if (route.kind() == Route.Kind.CHANGING && !access.mayChange()) {
            return Optional.of(refused(
                    request,
                    403,
                    "without a token nothing can be changed from the network; set " + AccessToken.VARIABLE));
        }
        return Optional.empty();
    }

    private CompletionStage<byte[]> body(HttpRequest request) {
        if (request.entity().getContentLengthOption().orElse(0) > limits.bodyBytes()) {
            request.entity().discardBytes(system);
            throw new TooLargeException();
        }
        if (request.entity() instanceof HttpEntity.Strict here) {
            return CompletableFuture.completedStage(here.getData().toArray());
        }
        return request.entity()
                .withSizeLimit(limits.bodyBytes())
                .toStrict(limits.body().toMillis(), system)
                .thenApplyAsync(strict -> strict.getData().toArray(), ON_THE_SPOT);
    }

    private CompletionStage<HttpResponse> handle(Route route, ApiRequest request) {
        Optional<HttpResponse> ready = route.handler().ready(request);
        if (ready.isPresent()) {
            return CompletableFuture.completedStage(ready.get());
        }
        return CompletableFuture.supplyAsync(() -> begun(route, request), files).thenCompose(answer -> answer);
    }

    private static CompletionStage<HttpResponse> begun(Route route, ApiRequest request) {
        try {
            return route.handler().answer(request);
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    private CompletionStage<HttpResponse> refused(HttpRequest request, int status, String message) {
        request.entity().discardBytes(system);
        return CompletableFuture.completedStage(Replies.error(status, message));
    }

    private HttpResponse failed(Throwable thrown) {
        Throwable nested = thrown.getCause();
        Throwable failure = thrown instanceof CompletionException && nested != null ? nested : thrown;
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof BadRequestException) {
            return Replies.error(400, message);
        }
        if (failure instanceof RefusedException refused) {
            return Replies.error(status(refused.reason()), message);
        }
        if (failure instanceof NoSuchFileException) {
            return Replies.error(404, "there is no such file");
        }
        if (failure instanceof TooLargeException
                || failure.getClass().getSimpleName().startsWith("EntityStreamSize")) {
            return Replies.error(413, "a body may have " + limits.bodyBytes() + " bytes");
        }
        if (failure instanceof TimeoutException) {
            return Replies.error(
                    408, "the body took longer than " + limits.body().toSeconds() + " s");
        }
        if (failure instanceof RejectedExecutionException) {
            return Replies.error(503, "too many requests at once");
        }
        LOG.error("a request failed", failure);
        String text =
                failure instanceof IOException ? "a file could not be read" : "a mistake in this server; see its log";
        return Replies.error(500, text);
    }

    private static int status(RefusedException.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> 404;
            case NOT_NOW, NOT_HERE -> 409;
            case INVALID -> 400;
        };
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name.toLowerCase(Locale.ROOT)).map(HttpHeader::value);
    }

    private static String printable(String text) {
        return text.replaceAll("[^A-Za-z0-9.:\\[\\]-]", "?");
    }

    /** The length that a request announces is over the limit. */
    private static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
